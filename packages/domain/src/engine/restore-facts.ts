import type { Role } from '../action.js'
import { type AuthorityOp, isAuthority } from '../facts/authority-op.js'
import { isDevice } from '../facts/device-op.js'
import { isIdentity } from '../facts/identity-op.js'
import type { KnownOp } from '../graph/known-op.js'
import { coreKey, type OpId, opId } from '../ids.js'
import { fromJsonBytes } from '../store/json-bytes.js'
import type { LogState } from './log-state.js'

/** What is stored of an op on which facts rest, beside the op itself: what only its past and its time could tell. */
export type FactRecord =
  | {
      readonly kind: 'authority'
      readonly needed: Role
      readonly isEntitled: boolean
      readonly grants: readonly OpId[]
      readonly bannedBefore?: OpId
    }
  | { readonly kind: 'claim'; readonly seenByFounder: readonly OpId[] }
  | { readonly kind: 'pair'; readonly isStrike: boolean }
  | { readonly kind: 'unpair' }
  | { readonly kind: 'device'; readonly isByPhrase: boolean }
  | { readonly kind: 'evidence' }

export const authorityRecord = ({ needed, isEntitled, grants, bannedBefore }: AuthorityOp): FactRecord => ({
  kind: 'authority',
  needed,
  isEntitled,
  grants: grants.map((grant) => grant.known.id),
  ...(bannedBefore === undefined ? {} : { bannedBefore: bannedBefore.id }),
})

export const identityRecord = (identity: NonNullable<KnownOp['identity']>): FactRecord =>
  'seenByFounder' in identity
    ? { kind: 'claim', seenByFounder: identity.seenByFounder.map(({ id }) => id) }
    : 'isStrike' in identity
      ? { kind: 'pair', isStrike: identity.isStrike }
      : { kind: 'unpair' }

const idsIn = (record: FactRecord): readonly OpId[] => {
  if (record.kind === 'authority') return record.bannedBefore === undefined ? [] : [record.bannedBefore]
  return record.kind === 'claim' ? record.seenByFounder : []
}

const restoreFact = (known: KnownOp, record: FactRecord, state: LogState): void => {
  const action = known.op?.action
  if (action === undefined) return
  const stored = (ids: readonly OpId[]): KnownOp[] => ids.flatMap((id) => state.shelf.get(id) ?? [])
  if (record.kind === 'authority' && isAuthority(action)) {
    const { needed, isEntitled, bannedBefore } = record
    known.authority = {
      known,
      action,
      needed,
      isEntitled,
      grants: record.grants.flatMap((grant) => state.index.get(grant) ?? []),
      bannedBefore: bannedBefore === undefined ? undefined : state.shelf.get(bannedBefore),
    }
    state.addAuthority(known.authority)
  } else if (record.kind === 'claim' && action.type === 'identity.claim') {
    const seenByFounder = stored(record.seenByFounder)
    for (const seen of seenByFounder) state.mark(seen)
    state.addIdentity((known.identity = { known, action, seenByFounder }))
  } else if (record.kind === 'pair' && action.type === 'identity.pair') {
    state.addIdentity((known.identity = { known, action, isStrike: record.isStrike }))
  } else if (record.kind === 'unpair' && isIdentity(action) && action.type === 'identity.unpair') {
    state.addIdentity((known.identity = { known, action }))
  } else if (record.kind === 'device' && isDevice(action)) {
    state.addDevice((known.device = { known, action, isByPhrase: record.isByPhrase }))
  } else if (record.kind === 'evidence' && action.type === 'evidence.equivocation') {
    state.addForkProof({ core: action.core, seq: action.seq, carriedBy: known })
    state.mark(known)
  }
}

/** First ops of branches and their siblings, which tell whether a past knows of a fork. */
const restoreBranches = async (state: LogState): Promise<void> => {
  for (const core of state.registry.all()) {
    if (core.chains.length < 2) continue
    for (const seq of new Set(core.chains.map(({ from }) => from))) {
      for await (const { key } of state.options.store.range('chain', { gte: [core.key, seq], lte: [core.key, seq] })) {
        const id = opId(String(key[2]))
        await state.shelf.load([id])
        const known = state.shelf.get(id)
        if (known !== undefined) state.mark(known)
      }
    }
  }
}

/** Everything on which facts rest, back in memory. */
export const restoreFacts = async (state: LogState): Promise<void> => {
  // In ascending height, so that an op's grants are there before it.
  for await (const { key, value } of state.options.store.range('authority', {})) {
    const id = opId(String(key[1]))
    const record = fromJsonBytes(value) as FactRecord
    await state.shelf.load([id, ...idsIn(record)])
    const known = state.shelf.get(id)
    const action = known?.op?.action
    if (known === undefined || action === undefined) continue
    if (action.type === 'core.pardon' && action.head !== undefined) await state.shelf.load([action.head])
    restoreFact(known, record, state)
  }
  for await (const { key } of state.options.store.range('forkProof', {}))
    state.addForkProof({ core: coreKey(String(key[0])), seq: Number(key[1]), carriedBy: undefined })
  await restoreBranches(state)
}
