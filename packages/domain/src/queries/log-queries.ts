import { idFromBytes } from '../encoding/id-bytes.js'
import { idPrefixLengthMin, idRangeOfZ32 } from '../encoding/z32.js'
import type { ThreadKind } from '../action.js'
import type { LogState } from '../engine/log-state.js'
import { coreKey, type CoreKey, noOp, type OpId, opId, type UserId } from '../ids.js'
import type { BatchReport } from '../report.js'
import { decodeReport } from '../store/report-record.js'
import { decodeOpRecord } from '../store/op-record.js'
import type { Key } from '../store/port.js'
import { claimView, coreView, gitRightsView, opView, repositoryView, threadView } from '../views/build-views.js'
import { claimStates } from '../views/claim-states.js'
import { claimantsView, identityView } from '../views/identity-view.js'
import { namedDevices, userView } from '../views/user-view.js'
import type {
  ClaimedCoreView,
  ClaimState,
  ClaimView,
  CoreView,
  GitRightsView,
  IdentityView,
  OpView,
  RepositoryView,
  ThreadState,
  ThreadView,
  UserView,
} from '../views.js'

export interface ThreadFilter {
  readonly kind?: ThreadKind
  /** All states without it. */
  readonly state?: ThreadState
  /** Highest numbers first, threads behind this one. */
  readonly after?: { readonly number: number; readonly op: OpId }
  readonly limit: number
}

/** What readers ask of one log's store: the same for both twins, at the engine's latest committed batch. */
export interface LogQueries {
  repository(): Promise<RepositoryView>
  /** Of a user log. */
  user(): Promise<UserView>
  /** Of a user log: the cores that were ever named as devices, those that have counted first. Ops that count may cite the others as well. */
  devices(): Promise<readonly CoreKey[]>
  /** Accepted threads, highest number first. */
  threads(filter: ThreadFilter): Promise<readonly ThreadView[]>
  thread(op: OpId): Promise<ThreadView | undefined>
  /** Accepted threads of this number: more than one where two authors took it at once. */
  threadsByNumber(number: number): Promise<readonly ThreadView[]>
  /** The thread's ops in order of effective time, the `thread.open` first; at most `limit` from behind `after`. */
  timeline(thread: OpId, limit: number, after?: OpView): Promise<readonly OpView[]>
  op(id: OpId): Promise<OpView | undefined>
  ops(ids: readonly OpId[]): Promise<readonly OpView[]>
  /** Ids that begin with so many digits (at least 8) in hexadecimal or z-base-32; at most `limit`. */
  opsByPrefix(prefix: string, limit: number): Promise<readonly OpId[]>
  /** The newest op of every core, and what a reader sees of it. */
  cores(): Promise<readonly CoreView[]>
  /** What a core's person may do with the git repository by what the log declares. */
  gitRights(core: CoreKey): Promise<GitRightsView>
  /** Of those of the cores that claimed a user with effect: what stands in the way of it. */
  claimStates(cores: readonly CoreKey[]): Promise<readonly ClaimState[]>
  /** What a core gives up for now by claiming the user: see ClaimView. */
  claim(core: CoreKey, user: UserId): Promise<ClaimView>
  /** Whose a core is, and what that rests on. */
  identity(core: CoreKey): Promise<IdentityView>
  /** The cores that claimed a user, at most 256, the first-linked one first. */
  claimants(user: UserId): Promise<readonly ClaimedCoreView[]>
  /** What a core wrote, newest first, at most `limit`; of a fork, the branch that came first. */
  written(core: CoreKey, limit: number): Promise<readonly OpView[]>
  /** Ids in order of application, a batch at a time, of the batches behind `version`. */
  batches(afterVersion: number): AsyncIterable<{ readonly version: number; readonly ids: readonly OpId[] }>
  /** Moderating ops, newest first. */
  moderation(limit: number): Promise<readonly OpView[]>
  /** The block as it lies in its core. */
  block(id: OpId): Promise<{ readonly core: CoreKey; readonly seq: number; readonly bytes: Uint8Array } | undefined>
  /** Reports that are still in the outbox, by version. */
  outbox(limit: number): Promise<readonly BatchReport[]>
  /** Removes the reports up to and with this version. */
  trimOutbox(throughVersion: number): Promise<void>
}

const kinds = { issue: 0, pull: 1 } as const
const states = { open: 0, closed: 1, merged: 2 } as const

interface Listed {
  readonly number: number
  readonly op: OpId
}

const byNumberDescending = (a: Listed, b: Listed): number => b.number - a.number || (a.op < b.op ? 1 : -1)

const hexPattern = /^[0-9a-f]+$/

const boundsOf = (prefix: string): { readonly from: string; readonly to: string }[] => {
  const bounds: { from: string; to: string }[] = []
  if (hexPattern.test(prefix) && prefix.length <= 64)
    bounds.push({ from: prefix.padEnd(64, '0'), to: prefix.padEnd(64, 'f') })
  const z32 = idRangeOfZ32(prefix)
  if (z32 !== undefined) bounds.push({ from: z32.first, to: z32.last })
  return bounds
}

const view = async (state: LogState, ids: readonly OpId[]): Promise<OpView[]> => {
  await state.shelf.load(ids)
  const views = ids.flatMap((id) => {
    const known = state.shelf.get(id)
    return known === undefined ? [] : [opView(known, state.present, state.options.log)]
  })
  state.trim()
  return views
}
const threadViews = async (state: LogState, ids: readonly OpId[]): Promise<ThreadView[]> => {
  await Promise.all([state.shelf.load(ids), state.loadThreads(ids)])
  const views = ids.flatMap((id) => {
    const record = state.threads.get(id)
    const known = state.shelf.get(id)
    return record === undefined || known === undefined ? [] : [threadView(record, known, state.present)]
  })
  state.trim()
  return views
}
const listed = async (state: LogState, { kind, state: only, after, limit }: ThreadFilter): Promise<Listed[]> => {
  const found: Listed[] = []
  for (const [kindName, kindNumber] of Object.entries(kinds)) {
    for (const [stateName, stateNumber] of Object.entries(states)) {
      if ((kind !== undefined && kind !== kindName) || (only !== undefined && only !== stateName)) continue
      const prefix: Key = [kindNumber, stateNumber]
      const range = {
        gte: prefix,
        ...(after === undefined ? { lte: prefix } : { lt: [...prefix, after.number, after.op] }),
        reverse: true,
        limit,
      }
      for await (const { key } of state.options.store.range('threadIndex', range))
        found.push({ number: Number(key[2]), op: opId(String(key[3])) })
    }
  }
  return found.sort(byNumberDescending).slice(0, limit)
}
const written = async (state: LogState, core: CoreKey, limit: number): Promise<OpView[]> => {
  const ids: OpId[] = []
  for (let id = state.core(core)?.chains[0]?.head; id !== undefined && id !== noOp && ids.length < limit;) {
    await state.shelf.load([id])
    ids.push(id)
    id = state.shelf.get(id)?.prev
  }
  return view(state, ids)
}
/** Queries that share the engine's memory; only LogEngine's own file makes one. */
export const queriesOver = (inTurn: <R>(work: (state: LogState) => Promise<R>) => Promise<R>): LogQueries => {
  return {
    repository: () => inTurn((state) => Promise.resolve(repositoryView(state.record, state.options.log))),
    user: () =>
      inTurn((state) => Promise.resolve(userView(state.record, state.user, state.present, state.options.log))),
    devices: () => inTurn((state) => Promise.resolve(namedDevices(state.present))),
    threads: (filter) =>
      inTurn(async (state) =>
        threadViews(
          state,
          (await listed(state, filter)).map(({ op }) => op),
        ),
      ),
    thread: (op) => inTurn(async (state) => (await threadViews(state, [op]))[0]),
    threadsByNumber: (number) =>
      inTurn(async (state) => {
        const found: OpId[] = []
        for (const kind of Object.values(kinds)) {
          for (const stateNumber of Object.values(states)) {
            const key = [kind, stateNumber, number]
            for await (const record of state.options.store.range('threadIndex', { gte: key, lte: key }))
              found.push(opId(String(record.key[3])))
          }
        }
        return threadViews(state, found.sort())
      }),
    timeline: (thread, limit, after) =>
      inTurn(async (state) => {
        const ids: OpId[] = []
        const from =
          after === undefined ? { gte: [thread] } : { gt: [thread, after.effective.at, after.effective.n, after.id] }
        for await (const { key } of state.options.store.range('timeline', { ...from, lte: [thread], limit }))
          ids.push(opId(String(key[3])))
        return view(state, ids)
      }),
    op: (id) => inTurn(async (state) => (await view(state, [id]))[0]),
    ops: (ids) => inTurn((state) => view(state, ids)),
    opsByPrefix: (prefix, limit) =>
      inTurn(async (state) => {
        if (prefix.length < idPrefixLengthMin) return []
        const found = new Set<OpId>()
        for (const { from, to } of boundsOf(prefix)) {
          for await (const { key } of state.options.store.range('op', { gte: [from], lte: [to], limit }))
            found.add(opId(String(key[0])))
        }
        return [...found].slice(0, limit)
      }),
    cores: () =>
      inTurn((state) => {
        const cores = [...state.registry.all()].sort((a, b) => (a.key < b.key ? -1 : 1))
        return Promise.resolve(cores.map((core) => coreView(core, state.present, state.record.at)))
      }),
    claimStates: (cores) => inTurn((state) => Promise.resolve(claimStates(cores, state.present))),
    claim: (core, user) => inTurn((state) => Promise.resolve(claimView(core, user, state.present))),
    identity: (core) => inTurn((state) => Promise.resolve(identityView(core, state.present))),
    claimants: (user) => inTurn((state) => Promise.resolve(claimantsView(user, state.present))),
    written: (core, limit) => inTurn((state) => written(state, core, limit)),
    gitRights: (core) => inTurn((state) => Promise.resolve(gitRightsView(core, state.present))),
    batches: (afterVersion) => batchesOf(inTurn, afterVersion),
    moderation: (limit) =>
      inTurn(async (state) => {
        const ids: OpId[] = []
        for await (const { value } of state.options.store.range('moderation', { reverse: true, limit }))
          ids.push(opId(idFromBytes(value)))
        return view(state, ids)
      }),
    block: (id) =>
      inTurn(async (state) => {
        const value = await state.options.store.get('op', [id])
        if (value === undefined) return undefined
        const { head, block } = decodeOpRecord(value)
        const chain = state.registry.chain(head.chain)
        return chain === undefined ? undefined : { core: coreKey(chain.core.key), seq: head.seq, bytes: block }
      }),
    outbox: (limit) =>
      inTurn(async (state) => {
        const reports: BatchReport[] = []
        for await (const { value } of state.options.store.range('outbox', { limit })) reports.push(decodeReport(value))
        return reports
      }),
    trimOutbox: (throughVersion) =>
      inTurn(async (state) => {
        const keys: Key[] = []
        for await (const { key } of state.options.store.range('outbox', { lte: [throughVersion] })) keys.push(key)
        await state.options.store.commit(keys.map((key) => ({ collection: 'outbox', key, value: undefined })))
      }),
  }
}

/** One batch a turn, so that a long read does not hold up the engine. */
async function* batchesOf(
  inTurn: <R>(work: (state: LogState) => Promise<R>) => Promise<R>,
  afterVersion: number,
): AsyncGenerator<{ readonly version: number; readonly ids: readonly OpId[] }> {
  let after = afterVersion
  for (;;) {
    const from = after
    const next = await inTurn(async (state) => {
      for await (const record of state.options.store.range('batch', { gt: [from], limit: 1 })) return record
      return undefined
    })
    if (next === undefined) return
    after = Number(next.key[0])
    const ids: OpId[] = []
    for (let at = 0; at < next.value.byteLength; at += 32) ids.push(opId(idFromBytes(next.value.subarray(at, at + 32))))
    yield { version: after, ids }
  }
}
