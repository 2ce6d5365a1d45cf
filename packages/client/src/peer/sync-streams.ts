import { type BatchReport, founderOf, type LogId, type LogKind } from '@hypergit/domain'
import { type Failure, fail } from '../api/failure.js'
import type { StreamFailure } from '../api/reading.js'
import type { SeedEvent, SyncedRepository, SyncedUser, SyncEvent } from '../api/status.js'
import { SyncedPeople } from '../identity/synced-people.js'
import { Tending } from '../identity/tending.js'
import type { LiveLog } from '../repository/live-log.js'
import { deviceWarnings, userWarnings } from '../user/user-summary.js'
import { EventQueue } from './event-queue.js'
import { findRepository } from './find-repository.js'
import type { HomeParts } from './home-parts.js'

const syncWaitMsDefault = 10_000
const stepMs = 250

/** Connects and exchanges until nothing is missing. */
export async function* syncStream(
  home: HomeParts,
  { repo, waitMs = syncWaitMsDefault }: { readonly repo?: string; readonly waitMs?: number },
): AsyncGenerator<SyncEvent | StreamFailure> {
  const opened = await openAll(home, repo === undefined ? undefined : [repo])
  if (!opened.ok) {
    yield { kind: 'failed', failure: opened.failure }
    return
  }
  const lives = opened.value
  const before = new Map(lives.map((live) => [live, live.received]))
  const until = home.clock() + waitMs
  const left = () => Math.max(0, until - home.clock())
  for (const live of lives) void home.network.connect(live.log, waitMs).catch(() => undefined)
  const isComplete = (live: LiveLog, caughtUp: boolean): boolean =>
    (caughtUp && missingOf(live) === 0) || (isAside(live, lives) && live.log.peers().length === 0)
  let complete = false
  let told = ''
  const people = new SyncedPeople(home, lives)
  while (!(complete && (await people.isDone())) && left() > 0 && !home.closing.aborted) {
    const caughtUp = await Promise.all(lives.map((live) => live.log.awaitCaughtUp(Math.min(stepMs, left()))))
    await Promise.all(lives.map((live) => live.settled()))
    complete = lives.every((live, place) => isComplete(live, caughtUp[place] === true))
    if (complete) await people.step(Math.min(stepMs, left()))
    const progress = {
      kind: 'progress' as const,
      peers: lives.reduce((sum, live) => sum + live.log.peers().length, 0),
      received: lives.reduce((sum, live) => sum + live.received - (before.get(live) ?? 0), 0),
      missing: lives.reduce((sum, live) => sum + missingOf(live), 0),
    }
    if (JSON.stringify(progress) !== told) yield progress
    told = JSON.stringify(progress)
  }
  const of = (kind: LogKind) => lives.filter((live) => live.kind === kind)
  const repositories = await Promise.all(
    of('repository').map((live) => syncedRepository(home, live, before.get(live) ?? 0)),
  )
  const users = await Promise.all(of('user').map((live) => syncedUser(live, before.get(live) ?? 0)))
  for (const live of [...lives, ...people.others(lives)]) await handOver(live, left())
  yield { kind: 'done', complete, repositories, users, warnings: await userWarnings(home.user) }
}

/** Peers get what this home has and they lack, before it leaves. */
const handOver = async (live: LiveLog, waitMs: number): Promise<void> => {
  const peers = live.log.peers().length
  if (peers === 0) return
  // The founding core of a user log is nobody's own, and what this home wrote rests on it.
  const founder = live.kind === 'user' ? [founderOf(live.log.id)] : []
  for (const core of [...founder, ...live.log.ownCores()]) {
    const { length: stored = 0, keep = stored } = live.log.core(core) ?? {}
    // What a verdict stopped nobody takes.
    const length = Math.min(stored, keep)
    if (length > 0) await live.log.awaitHolders(core, length, peers, waitMs)
  }
}

/** Stays connected and serves until its reader stops or the peer closes. */
export async function* seedStream(
  home: HomeParts,
  { repos }: { readonly repos?: readonly string[] },
): AsyncGenerator<SeedEvent | StreamFailure> {
  const opened = await openAll(home, repos)
  if (!opened.ok) {
    yield { kind: 'failed', failure: opened.failure }
    return
  }
  const lives = opened.value
  const events = new EventQueue<SeedEvent>(home.closing)
  const tellConnections = connectionsTold(lives, events)
  const undo = lives.map((live) => follow(live, events, tellConnections))
  const tending = new Tending(home, lives, (tended) => events.push({ kind: 'tended', ...tended }))
  undo.push(followDevice(home, events))
  tellConnections()
  try {
    await Promise.all(lives.map((live) => home.network.join(live.log)))
    const of = (kind: LogKind) => lives.filter((live) => live.kind === kind).map(({ log }) => log.id)
    yield { kind: 'serving', repositories: of('repository'), users: of('user'), home: home.paths.home }
    yield* events.drain()
  } finally {
    for (const stop of undo) stop()
    await tending.stop()
  }
}

/** Tells how many peers speak any of the logs, when that became another number: one peer comes and goes once for each log. */
const connectionsTold = (lives: readonly LiveLog[], events: EventQueue<SeedEvent>): (() => void) => {
  let told = 0
  return () => {
    const connections = new Set(lives.flatMap(({ log }) => log.peers())).size
    if (connections !== told) events.push({ kind: 'peer', connections })
    told = connections
  }
}

const follow = (live: LiveLog, events: EventQueue<SeedEvent>, onPeer: () => void): (() => void) => {
  const onReport = ({ fresh }: { readonly fresh: readonly unknown[] }): void => {
    if (fresh.length === 0) return
    const news = { ops: fresh.length, total: live.received }
    const { id } = live.log
    events.push(
      live.kind === 'user' ? { kind: 'user-applied', user: id, ...news } : { kind: 'applied', repo: id, ...news },
    )
  }
  live.log.on('peer-added', onPeer)
  live.log.on('peer-removed', onPeer)
  live.on('report', onReport)
  return () => {
    live.log.off('peer-added', onPeer)
    live.log.off('peer-removed', onPeer)
    live.off('report', onReport)
  }
}

/** Tells whoever seeds when this machine counts no more as one of its user's. */
const followDevice = ({ user: holder }: HomeParts, events: EventQueue<SeedEvent>): (() => void) => {
  const user = holder.get()
  if (user === undefined) return () => undefined
  let told = ''
  const onReport = ({ user: view }: BatchReport): void => {
    if (view === undefined) return
    const [warning = ''] = deviceWarnings(view, user.keys.device)
    if (warning !== told && warning !== '') events.push({ kind: 'warning', warning })
    told = warning
  }
  user.live.on('report', onReport)
  return () => user.live.off('report', onReport)
}

const openAll = async (
  home: HomeParts,
  words: readonly string[] | undefined,
): Promise<
  { readonly ok: true; readonly value: readonly LiveLog[] } | { readonly ok: false; readonly failure: Failure }
> => {
  const ids = new Set<LogId>()
  for (const word of words ?? []) {
    const found = findRepository(home.file, word)
    if (!found.ok) return fail(found.failure)
    ids.add(found.value.id)
  }
  const wanted = words === undefined || words.length === 0 ? home.file.list().map(({ id }) => id) : [...ids]
  const value: LiveLog[] = []
  for (const id of wanted) value.push(await home.open.get(id))
  const user = home.user.get()
  if (user !== undefined && (words === undefined || words.length === 0)) value.push(user.live)
  return { ok: true, value }
}

const missingOf = (live: LiveLog): number => live.log.behindBy() + live.engine.missing().length

/** A user log beside repositories, which nobody else may have yet. */
const isAside = (live: LiveLog, lives: readonly LiveLog[]): boolean =>
  live.kind === 'user' && lives.some(({ kind }) => kind === 'repository')

const syncedRepository = async (home: HomeParts, live: LiveLog, before: number): Promise<SyncedRepository> => ({
  id: live.log.id,
  name: home.file.nameOf(live.log.id) ?? '',
  ...(await synced(live, before)),
})

const syncedUser = async (live: LiveLog, before: number): Promise<SyncedUser> => ({
  user: live.log.id,
  name: (await live.engine.queries.user()).name,
  ...(await synced(live, before)),
})

const synced = async (live: LiveLog, before: number) => ({
  peers: live.log.peers().length,
  received: live.received - before,
  missing: missingOf(live),
  stateHash: await live.engine.stateHash(),
})
