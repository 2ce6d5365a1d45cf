import { type CoreKey, founderOf } from '../ids.js'
import type { Batch } from './batch.js'
import type { LogState } from './log-state.js'

/** What others may see of whose a core is, and what it is kept from, as text to compare. */
const identityOf = (key: CoreKey, { present: { people } }: LogState): string =>
  [people.coresOf(key).join(), people.isHeld(key), people.unpairsOf(key).map(({ known }) => known.id)].join(' ')

const isTouched = (key: CoreKey, { identities }: LogState): boolean =>
  identities.claimsOf(key).length > 0 || identities.isGivenUp(key)

/** Cores that may be the same person's as one of these, or may cease to be. */
const kinOf = (keys: Iterable<CoreKey>, state: LogState): ReadonlySet<CoreKey> => {
  const { identities } = state
  const kin = new Set<CoreKey>()
  for (const key of keys) {
    kin.add(key)
    // What the founding core has seen settles who is first-linked, whoever it is.
    const claims = key === founderOf(state.options.log) ? identities.allClaims() : identities.claimsOf(key)
    for (const { action } of claims)
      for (const { known } of identities.claimsOfUser(action.user)) kin.add(known.chain.core.key)
  }
  return kin
}

/** Notes how all cores stand, so that a change is seen. */
export const noteIdentities = (state: LogState): void => {
  for (const { known, action } of state.identities.all()) {
    const keys = action.type === 'identity.unpair' ? [known.chain.core.key, action.core] : [known.chain.core.key]
    for (const key of keys) if (isTouched(key, state)) state.identityOf.set(key, identityOf(key, state))
  }
}

/** Cores that, after the batch, belong to somebody else than before, or are held or given up and were not, or the other way round. */
export const changedIdentities = (state: LogState, batch: Batch): ReadonlySet<CoreKey> => {
  const changed = new Set<CoreKey>()
  for (const key of kinOf(batch.identityCores, state)) {
    if (!isTouched(key, state)) continue
    const identity = identityOf(key, state)
    if (identity === (state.identityOf.get(key) ?? `${key} false `)) continue
    state.identityOf.set(key, identity)
    changed.add(key)
  }
  if (changed.size === 0) return changed
  // Whether an unpairing is lifted rests on the other cores of the person.
  for (const key of kinOf(changed, state)) if (state.identities.isGivenUp(key)) changed.add(key)
  return changed
}
