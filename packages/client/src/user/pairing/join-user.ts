import { type AskingDevice, type Invite, parseInvite, takeInvite, wordsToCompare } from '@hypergit/log'
import type { Failure } from '../../api/failure.js'
import type { JoinEvent, JoinUser } from '../../api/pairing.js'
import { fetchLog } from '../../peer/fetch-log.js'
import type { HomeParts } from '../../peer/home-parts.js'
import { publishedTo } from '../../peer/write-call.js'
import { joinFirst } from '../../repository/append-checked.js'
import type { LiveLog } from '../../repository/live-log.js'
import { newDeviceKeyPair, userAttesting } from '../device-key.js'
import { deviceNameProblem, usableCore } from '../recover-user.js'
import type { UserHome } from '../user-home.js'
import { deviceState } from '../user-summary.js'
import { pairingFailure } from './pairing-failure.js'
import { ticking } from './ticking.js'

const waitMsDefault = 60_000
const deviceNameDefault = 'new machine'
/** How long the user log is waited for once this machine was let in. */
const fetchMs = 20_000

export interface JoiningParts {
  readonly home: HomeParts
  /** Runs while nobody else changes whose home it is. */
  readonly changing: <Result>(work: () => Promise<Result>) => Promise<Result>
}

/** Makes this home a machine of the user whose invite it is given, once the inviting machine lets it in. */
export async function* joinUser(parts: JoiningParts, input: JoinUser): AsyncGenerator<JoinEvent> {
  const { home } = parts
  const { name = deviceNameDefault } = input
  const parsed = parseInvite(input.invite)
  const problem = parsed.ok ? (deviceNameProblem(name) ?? (await ownerProblem(home, parsed.invite))) : parsed.problem
  if (!parsed.ok || problem !== undefined) {
    yield failed({ code: 'invalid', message: problem ?? '' })
    return
  }
  const stop = new AbortController()
  const { invite } = parsed
  // Who claims in a repository of this home is followed, whatever comes of the invite.
  const isFollowed = home.open.isOpen(invite.user)
  const live = await home.open.user(invite.user)
  try {
    yield* join(parts, live, invite, { ...input, name }, AbortSignal.any([stop.signal, home.closing]))
  } catch (error) {
    yield failed(pairingFailure(error))
  } finally {
    stop.abort()
    if (!isFollowed && home.user.get()?.keys.user !== invite.user) {
      await home.network.leave(live.log)
      await home.open.release(invite.user)
    }
  }
}

const failed = (failure: Failure): JoinEvent => ({ kind: 'failed', failure })

/** One home, one user; a machine that lost its standing may come back. */
const ownerProblem = async ({ user: holder }: HomeParts, { user }: Invite): Promise<string | undefined> => {
  const known = holder.get()
  if (known === undefined) return undefined
  const view = await known.view()
  const called = JSON.stringify(view.name)
  if (known.keys.user !== user)
    return `this home belongs to ${called} already, and the invite is another user's: begin a new home for them, by another HYPERGIT_HOME`
  return deviceState(view, known.keys.device) === 'authorized'
    ? `this home is a machine of ${called} already; the invite is still good for another one`
    : undefined
}

async function* join(
  { home, changing }: JoiningParts,
  live: LiveLog,
  invite: Invite,
  { name, waitMs = waitMsDefault }: JoinUser & { readonly name: string },
  signal: AbortSignal,
): AsyncGenerator<JoinEvent> {
  const { clock, network } = home
  const keyPair = newDeviceKeyPair()
  const device: AskingDevice = { core: await usableCore(live), attestKey: keyPair.publicKey, name }
  const words = (await wordsToCompare(invite, device)).join(' ')
  yield { kind: 'words', words, expiresAt: invite.expiresAtMs, user: invite.user }
  // The user log can be fetched while somebody compares the words.
  void network.connect(live.log, waitMs).catch(() => undefined)
  let asked = false
  let told = false
  const options = { bootstrap: await network.bootstrap(), clock, signal, waitMs, onWaiting: () => (asked = true) }
  let proof: Uint8Array | undefined
  for await (const next of ticking(takeInvite(invite, device, options))) {
    if (asked && !told) yield { kind: 'asked' }
    told = asked
    if (next.kind === 'value') proof = next.value
    else yield { kind: 'tick', leftMs: Math.max(0, invite.expiresAtMs - clock()) }
  }
  if (proof === undefined || userAttesting(proof, keyPair.publicKey) !== invite.user) {
    yield failed({
      code: 'invite-denied',
      message: 'the inviting machine gave no proof that this one is the user’s: make a new invite',
    })
    return
  }
  const given = proof
  const adopted = await changing(async (): Promise<UserHome | string> => {
    const problem = await ownerProblem(home, invite)
    return problem ?? home.user.adopt({ user: invite.user, keyPair, proof: given })
  })
  if (typeof adopted === 'string') {
    yield failed({ code: 'invalid', message: adopted })
    return
  }
  let ready = false
  for await (const next of ticking(becomeReady(home, adopted))) {
    if (next.kind === 'value') ready = next.value
    else yield { kind: 'tick', leftMs: Math.max(0, invite.expiresAtMs - clock()) }
  }
  const { name: userName } = await adopted.view()
  yield { kind: 'joined', user: invite.user, device: device.core, name, userName, ready }
}

/** Fetches the user log until it says that this machine counts, and writes the first op of its core. */
const becomeReady = async (home: HomeParts, { keys, live, view }: UserHome): Promise<boolean> => {
  const until = Date.now() + fetchMs
  const counts = async (): Promise<boolean> => deviceState(await view(), keys.device) === 'authorized'
  while (!(await counts())) {
    const leftMs = until - Date.now()
    if (leftMs <= 0 || home.closing.aborted) return false
    await fetchLog(home, live, leftMs)
    if (!(await counts())) await nextReport(live, Math.min(1_000, leftMs))
  }
  const joined = await live.exclusively(() => joinFirst(live, keys.device, home.clock()))
  if (!joined.ok) return false
  await publishedTo(home, live, keys.device, live.engine.applied(keys.device)?.length ?? 0)
  return true
}

/** Resolves when something has been judged, or after that long. */
const nextReport = (live: LiveLog, waitMs: number): Promise<void> =>
  new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer)
      live.off('report', finish)
      resolve()
    }
    const timer = setTimeout(finish, waitMs)
    live.on('report', finish)
  })
