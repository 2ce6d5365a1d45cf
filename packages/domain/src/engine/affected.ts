import type { AuthorityOp } from '../facts/authority-op.js'
import type { CoreState } from '../graph/core-state.js'
import { countAt } from '../graph/frontier.js'
import { covers, isFresh, type KnownOp } from '../graph/known-op.js'
import { type CoreKey, type OpId, opId } from '../ids.js'
import { decodePlace } from '../store/timeline-place.js'
import type { Batch } from './batch.js'
import { changedBranches } from './changed-branches.js'
import { changedIdentities } from './changed-identities.js'
import type { LogState } from './log-state.js'

/** Stored ops of the core from one seq on, and up to another. */
const opsOfCore = async (
  core: CoreState | undefined,
  from: number,
  state: LogState,
  found: Set<OpId>,
  to?: number,
): Promise<void> => {
  if (core === undefined || core.chains.every(({ length }) => length <= from)) return
  const end = to === undefined ? { lte: [core.key] } : { lt: [core.key, to] }
  for await (const { key } of state.options.store.range('chain', { gte: [core.key, from], ...end }))
    found.add(opId(String(key[2])))
}

/** Stored ops of the core that are not in the past of the op. */
const opsNotBefore = async (
  core: CoreState | undefined,
  { frontier }: KnownOp,
  state: LogState,
  found: Set<OpId>,
): Promise<void> => {
  if (core === undefined) return
  const first = Math.min(...core.chains.map(({ number }) => countAt(frontier, number)))
  await opsOfCore(core, first, state, found)
}

/** The ops that are ignored for a fork and were not. Where a branch may count, any op of the core may have come in or gone out. */
const opsOfForked = async (state: LogState, batch: Batch, found: Set<OpId>): Promise<void> => {
  for (const [core, before] of batch.forked) {
    const isPardoned = state.index.pardons(core.key).length > 0
    await opsOfCore(core, core.forkSeq ?? 0, state, found, isPardoned ? undefined : before)
  }
}

const opsOfThread = async (thread: OpId, later: KnownOp, state: LogState, found: Set<OpId>): Promise<void> => {
  for await (const { key, value } of state.options.store.range('timeline', { gte: [thread], lte: [thread] })) {
    const { chain: number, seq } = decodePlace(value)
    const chain = state.registry.chain(number)
    if (chain !== undefined && !covers(later.frontier, { chain, seq })) found.add(opId(String(key[3])))
  }
}

/** The stored ops whose outcome may rest on whether `op` is effective: never one in its past. */
const opsUnder = async (op: AuthorityOp, state: LogState, found: Set<OpId>): Promise<void> => {
  const { action, known } = op
  const { people } = state.present
  const cores = (target: CoreKey): readonly CoreKey[] => people.coresOf(target)
  const ofCores = async (keys: Iterable<CoreKey>): Promise<void> => {
    for (const key of keys) await opsNotBefore(state.core(key), known, state, found)
  }
  switch (action.type) {
    case 'role.set':
      // The founder may be admin for want of another one, which any role may change.
      return ofCores(new Set([...cores(action.target), ...cores(state.sources.founder)]))
    case 'mute':
    case 'unmute':
      return ofCores(cores(action.target))
    case 'core.ban':
    case 'core.pardon':
      return ofCores([action.core])
    case 'thread.lock':
    case 'thread.unlock':
      return opsOfThread(action.thread, known, state, found)
    case 'git.policy':
      // Only those who were given a role can have merged.
      return ofCores(state.index.roleTargets())
    default: {
      const unknown: never = action
      return unknown
    }
  }
}

/** What the op is filed under, where no other authority op rests on it: section 6 has bans and mutes before locks, and roles before those. */
const listOfLeaf = ({ action }: AuthorityOp, { index }: LogState): readonly AuthorityOp[] | undefined => {
  switch (action.type) {
    case 'thread.lock':
      return index.locks(action.thread)
    case 'thread.unlock':
      return index.unlocks(action.thread)
    case 'git.policy':
      return index.policies()
    default:
      return undefined
  }
}

/** The batch's authority ops that count, where the facts over K that are there go on to hold for all others; undefined where they may not. */
const addedAuthority = (state: LogState, batch: Batch): readonly AuthorityOp[] | undefined => {
  if (batch.factsChanged) return undefined
  const counting: AuthorityOp[] = []
  for (const op of batch.authority) {
    const list = listOfLeaf(op, state)
    if (list === undefined && !state.present.isVoidThroughout(op)) return undefined
    if (list === undefined || !state.present.isEffective(op)) continue
    state.present.forget(list)
    counting.push(op)
  }
  return counting
}

/** Authority ops that came with the batch, or that are effective now and were not, or the other way round. */
const changedAuthority = (state: LogState): AuthorityOp[] =>
  [...state.index.all()].filter((op) => {
    const effective = state.present.isEffective(op)
    return isFresh(op.known) ? effective : effective !== (op.known.ruling.outcome === 'accepted')
  })

/** What a batch changed of the facts over K. */
export interface Changed {
  /** Authority ops that began or ceased to count. */
  readonly authority: readonly AuthorityOp[]
  /** Cores that have become another person's, or are held or given up and were not, or the other way round. */
  readonly identities: ReadonlySet<CoreKey>
}

const nothingChanged: Changed = { authority: [], identities: new Set() }

/** In a user log: the ops of devices whose authorisation or revocation began or ceased to count. */
const opsOfChangedDevices = async (state: LogState, batch: Batch): Promise<Set<KnownOp>> => {
  const changed = [...state.devices.all()].filter((op) => {
    const effective = state.present.devices.isEffective(op)
    return isFresh(op.known) ? effective : effective !== (op.known.ruling.outcome === 'accepted')
  })
  const found = new Set<OpId>(changed.map(({ known }) => known.id))
  const cores = new Set(changed.map(({ action }) => action.core))
  // Where it was revoked, the founding core counts again with no device left.
  const { founder } = state.sources
  if (changed.length > 0 && state.devices.revocationsOf(founder).length > 0) cores.add(founder)
  for (const key of cores) await opsOfCore(state.core(key), 0, state, found)
  await opsOfForked(state, batch, found)
  for (const { id } of batch.fresh) found.delete(id)
  await state.shelf.load(found)
  return new Set([...found].flatMap((id) => state.shelf.get(id) ?? []))
}

/** With whose role a person's changes, the founder may be admin for want of another one, or no more. */
const withFounder = (keys: ReadonlySet<CoreKey>, state: LogState): Iterable<CoreKey> => {
  const hasRoles = [...keys].some((key) => state.index.roleSets(key).length > 0)
  return hasRoles ? new Set([...keys, ...state.present.people.coresOf(state.sources.founder)]) : keys
}

/** Earlier ops whose outcome what came with the batch may have changed; in memory afterwards. */
export const affectedOps = async (
  state: LogState,
  batch: Batch,
): Promise<{ readonly ops: Set<KnownOp>; readonly changed: Changed }> => {
  if (!batch.factsChanged && batch.authority.length === 0) return { ops: new Set(), changed: nothingChanged }
  const added = addedAuthority(state, batch)
  if (added === undefined) state.present = state.newPresent()
  if (state.options.kind === 'user') return { ops: await opsOfChangedDevices(state, batch), changed: nothingChanged }
  const authority = added ?? changedAuthority(state)
  const branched = added === undefined ? changedBranches(state) : []
  for (const core of branched) {
    batch.cores.add(core)
    // A branch brings back what it says of who is who.
    batch.identityCores.add(core.key)
  }
  const identities = changedIdentities(state, batch)
  const found = new Set<OpId>(authority.map(({ known }) => known.id))
  for (const op of authority) await opsUnder(op, state, found)
  await opsOfForked(state, batch, found)
  for (const core of branched) await opsOfCore(core, core.forkSeq ?? 0, state, found)
  // Whose claim a core has decides who may give it up, whoever they are themselves.
  for (const key of identities) for (const { known } of state.identities.givingUp(key)) found.add(known.id)
  for (const key of withFounder(identities, state)) await opsOfCore(state.core(key), 0, state, found)
  for (const { id } of batch.fresh) found.delete(id)
  await state.shelf.load(found)
  return { ops: new Set([...found].flatMap((id) => state.shelf.get(id) ?? [])), changed: { authority, identities } }
}
