import type { AuthorityOp } from '../facts/authority-op.js'
import type { CoreState } from '../graph/core-state.js'
import type { CoreKey } from '../ids.js'
import type { Batch } from './batch.js'
import type { LogState } from './log-state.js'

/** Cores of which a reader may see something else after the batch. `atBefore` is the largest at* that was known before it, ms. */
export const changedCores = (
  authority: readonly AuthorityOp[],
  identities: ReadonlySet<CoreKey>,
  atBefore: number,
  state: LogState,
  batch: Batch,
): ReadonlySet<CoreState> => {
  const changed = new Set(batch.cores)
  const { people } = state.present
  const addPerson = (key: CoreKey): void => {
    for (const one of people.coresOf(key)) {
      const core = state.core(one)
      if (core !== undefined) changed.add(core)
    }
  }
  for (const key of identities) addPerson(key)
  for (const { action } of authority) {
    if (action.type === 'git.policy') for (const core of state.registry.all()) changed.add(core)
    else if (action.type === 'core.ban' || action.type === 'core.pardon') addPerson(action.core)
    else if (action.type === 'role.set') [action.target, state.sources.founder].forEach(addPerson)
    else if (action.type === 'mute' || action.type === 'unmute') addPerson(action.target)
  }
  // A timed mute ends by itself as at* moves on.
  for (const target of state.index.mutesEnding(atBefore, state.record.at)) addPerson(target)
  return changed
}
