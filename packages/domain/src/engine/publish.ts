import b4a from 'b4a'
import { blacklisting } from '../facts/blacklist.js'
import type { CoreState } from '../graph/core-state.js'
import type { KnownOp } from '../graph/known-op.js'
import type { CoreKey, OpId } from '../ids.js'
import { noOp } from '../ids.js'
import type { Applied, BatchReport, Verdict } from '../report.js'
import { encodeCoreRecord } from '../store/core-record.js'
import { encodeFrontier } from '../store/frontier-record.js'
import { joinHead, toJsonBytes } from '../store/json-bytes.js'
import { encodeOpRecord } from '../store/op-record.js'
import { encodeReport } from '../store/report-record.js'
import { encodePlace } from '../store/timeline-place.js'
import type { Write } from '../store/port.js'
import { idByteLength, idToBytes } from '../encoding/id-bytes.js'
import { coreView, opView, repositoryView, threadView } from '../views/build-views.js'
import { stateOf, type ThreadRecord } from '../views/thread-state.js'
import { encodeUserRecord } from '../views/user-record.js'
import { userView } from '../views/user-view.js'
import type { CoreView, ThreadState, ThreadView } from '../views.js'
import type { Batch } from './batch.js'
import { isClosing } from './closings.js'
import type { Changed } from './affected.js'
import { changedCores } from './changed-cores.js'
import { type LogState, logRecordSlot, userRecordSlot } from './log-state.js'
import { authorityRecord, type FactRecord, identityRecord } from './restore-facts.js'
import type { ParkedHead } from './restore-parked.js'

const none = new Uint8Array(0)
const kinds = { issue: 0, pull: 1 } as const
const states = { open: 0, closed: 1, merged: 2 } as const
const moderating: ReadonlySet<string> = new Set([
  'comment.hide',
  'comment.unhide',
  'mute',
  'unmute',
  'thread.lock',
  'thread.unlock',
  'core.ban',
  'core.pardon',
  'role.set',
  'git.policy',
])

export const appliedOf = (core: CoreState): Applied => ({
  core: core.key,
  length: core.received,
  head: core.receivedHead,
})

/** The answer to a core that is not known at all. */
export const nothingApplied = (core: CoreKey): Applied => ({ core, length: 0, head: noOp })

const factWrite = ({ height, id }: KnownOp, record: FactRecord): Write => ({
  collection: 'authority',
  key: [height, id],
  value: toJsonBytes(record),
})

const addWritesOfFresh = (known: KnownOp, version: number, position: number, writes: Write[]): void => {
  const { id, chain, seq, thread, trail, authority, identity, device, settled, op } = known
  writes.push({ collection: 'chain', key: [chain.core.key, seq, id], value: none })
  if (thread !== undefined && settled === undefined) {
    writes.push({
      collection: 'timeline',
      key: [thread, known.at, known.n, id],
      value: encodePlace({ chain: chain.number, seq }),
    })
  }
  if (thread !== undefined && settled === undefined && isClosing(op))
    writes.push({ collection: 'closing', key: [thread, id], value: none })
  if (trail.base === undefined)
    writes.push({ collection: 'checkpoint', key: [id], value: encodeFrontier(known.frontier) })
  if (authority !== undefined) {
    writes.push(factWrite(known, authorityRecord(authority)))
  }
  if (identity !== undefined) writes.push(factWrite(known, identityRecord(identity)))
  if (device !== undefined && settled === undefined)
    writes.push(factWrite(known, { kind: 'device', isByPhrase: device.isByPhrase }))
  if (op !== undefined && moderating.has(op.action.type))
    writes.push({ collection: 'moderation', key: [version, position], value: idToBytes(id) })
}

const parkedWrites = (batch: Batch): Write[] => [
  ...[...batch.parked].map(({ core, seq, id, block, op, prev, inOrder, needsUpgrade }): Write => {
    const head: ParkedHead = { prev, inOrder, needsUpgrade, malformed: op === undefined && !needsUpgrade }
    return { collection: 'parked', key: [core.key, seq, id], value: joinHead(head, block.bytes) }
  }),
  ...batch.unparked.map(({ core, seq, id }): Write => ({
    collection: 'parked',
    key: [core.key, seq, id],
    value: undefined,
  })),
]

type Counters = { issues: { open: number; closed: number }; pulls: { open: number; closed: number; merged: number } }

const count = (counters: Counters, kind: 'issue' | 'pull', state: ThreadState, by: 1 | -1): void => {
  if (kind === 'pull') counters.pulls[state] += by
  // Only a pull request is merged; an issue that somebody "merged" would be refused as an unknown target.
  else counters.issues[state === 'merged' ? 'closed' : state] += by
}

/** Moves the thread in the index of accepted threads, and in the repository's counters. */
const relist = (record: ThreadRecord, open: KnownOp, counters: Counters, writes: Write[]): ThreadRecord => {
  const action = open.op?.action
  if (action?.type !== 'thread.open') return record
  const listed = open.ruling.outcome === 'accepted' ? stateOf(record) : undefined
  if (listed === record.listed) return record
  const key = (state: ThreadState) => [kinds[action.kind], states[state], open.number ?? 0, open.id]
  if (record.listed !== undefined) {
    writes.push({ collection: 'threadIndex', key: key(record.listed), value: undefined })
    count(counters, action.kind, record.listed, -1)
  }
  const { listed: _, ...rest } = record
  if (listed === undefined) return rest
  writes.push({ collection: 'threadIndex', key: key(listed), value: none })
  count(counters, action.kind, listed, 1)
  return { ...rest, listed }
}

const publishThreads = (version: number, state: LogState, batch: Batch, writes: Write[]): ThreadView[] => {
  const counters: Counters = { issues: { ...state.record.issues }, pulls: { ...state.record.pulls } }
  const views: ThreadView[] = []
  for (const id of batch.threads) {
    const record = state.threads.get(id)
    const open = state.shelf.get(id)
    if (record === undefined || open === undefined) continue
    const listed = { ...relist(record, open, counters, writes), version }
    state.threads.set(id, listed)
    writes.push({ collection: 'thread', key: [id], value: toJsonBytes(listed) })
    views.push(threadView(listed, open, state.present))
  }
  state.record = { ...state.record, ...counters }
  return views
}

const keepOf = (core: CoreState, blacklisted: NonNullable<CoreView['blacklisted']>): number =>
  core.chains.some(({ violation }) => violation?.op === blacklisted.op) ? blacklisted.from + 1 : blacklisted.from

const publishCores = (
  cores: ReadonlySet<CoreState>,
  state: LogState,
  writes: Write[],
): { views: CoreView[]; verdicts: Verdict[] } => {
  const views: CoreView[] = []
  const verdicts: Verdict[] = []
  for (const core of cores) {
    const blacklisted = blacklisting(core, state.present)
    if (blacklisted !== undefined && JSON.stringify(blacklisted) !== JSON.stringify(core.blacklisted)) {
      verdicts.push({ core: core.key, keep: keepOf(core, blacklisted), reason: blacklisted.reason, op: blacklisted.op })
    }
    core.blacklisted = blacklisted
    core.version = state.record.version
    views.push(coreView(core, state.present, state.record.at))
    writes.push({ collection: 'core', key: [core.key], value: encodeCoreRecord(core) })
  }
  return { views, verdicts }
}

const concat = (ids: readonly OpId[]): Uint8Array => {
  const joined = b4a.allocUnsafe(ids.length * idByteLength)
  ids.forEach((id, place) => b4a.write(joined, id, place * idByteLength, 'hex'))
  return joined
}

/** The writes of the batch and its report: both from the same state, so that what is told is what is stored. */
export const publish = (
  { authority, identities }: Changed,
  state: LogState,
  batch: Batch,
): { readonly writes: Write[]; readonly report: BatchReport } => {
  const version = state.record.version + 1
  const writes: Write[] = []
  const atBefore = state.record.at
  const at = batch.fresh.reduce((largest, known) => Math.max(largest, known.at), atBefore)
  state.record = { ...state.record, version, at, ops: state.record.ops + batch.fresh.length }
  const threads = publishThreads(version, state, batch, writes)
  for (const known of batch.touched.keys()) {
    known.version = version
    writes.push({ collection: 'op', key: [known.id], value: encodeOpRecord(known) })
  }
  batch.fresh.forEach((known, position) => addWritesOfFresh(known, version, position, writes))
  for (const known of batch.evidence) writes.push(factWrite(known, { kind: 'evidence' }))
  for (const { core, seq } of batch.proven) writes.push({ collection: 'forkProof', key: [core, seq], value: none })
  for (const { core, seq } of batch.unproven)
    writes.push({ collection: 'forkProof', key: [core, seq], value: undefined })
  for (const claim of batch.claimsSeen) writes.push(factWrite(claim.known, identityRecord(claim)))
  if (batch.fresh.length > 0)
    writes.push({ collection: 'batch', key: [version], value: concat(batch.fresh.map(({ id }) => id)) })
  const { views: cores, verdicts } = publishCores(
    changedCores(authority, identities, atBefore, state, batch),
    state,
    writes,
  )
  writes.push(...parkedWrites(batch), { collection: 'meta', key: [logRecordSlot], value: toJsonBytes(state.record) })
  if (batch.changesUser) writes.push({ collection: 'meta', key: [userRecordSlot], value: encodeUserRecord(state.user) })
  const report: BatchReport = {
    log: state.options.log,
    version,
    applied: [...batch.cores].map(appliedOf),
    ops: [...batch.touched.keys()].map((known) => opView(known, state.present, state.options.log)),
    fresh: batch.fresh.map(({ id }) => id),
    threads,
    cores,
    ...logView(state, batch),
    missing: state.parking.missing(),
    verdicts,
    gaps: gapsOf(state, batch),
  }
  if (state.options.outbox === true) writes.push({ collection: 'outbox', key: [version], value: encodeReport(report) })
  return { writes, report }
}

/** What readers see of the log as a whole: of a user only where it changed, since it may be long. */
const logView = (state: LogState, batch: Batch): Pick<BatchReport, 'repository' | 'user'> => {
  const { kind, log } = state.options
  if (kind === 'repository') return { repository: repositoryView(state.record, log) }
  const changed = batch.changesUser || batch.factsChanged
  return changed ? { user: userView(state.record, state.user, state.present, log) } : {}
}

const gapsOf = (state: LogState, batch: Batch): Applied[] =>
  [...batch.gaps].map((key) => {
    const core = state.core(key)
    return core === undefined ? nothingApplied(key) : appliedOf(core)
  })

/** The report of a batch that changed nothing: nothing is stored, and the version stays. */
export const idleReport = (state: LogState, batch: Batch): BatchReport => ({
  log: state.options.log,
  version: state.record.version,
  applied: [],
  ops: [],
  fresh: [],
  threads: [],
  cores: [],
  missing: state.parking.missing(),
  verdicts: [],
  gaps: gapsOf(state, batch),
})
