import {
  actionFromJson,
  type CoreKey,
  type LogId,
  type OpId,
  type RepositoryAction,
  type ScenarioIdentities,
} from '@hypergit/domain'
import type { PlannedAction } from './plan.js'

/** What the names of a plan stand for when an author writes. */
export interface PlanNames {
  readonly log: LogId
  readonly author: CoreKey
  readonly identities: ScenarioIdentities
  standsFor(name: string): CoreKey | OpId | undefined
}

const namingFields = ['thread', 'comment', 'target', 'core']

/** The action that a client takes; undefined where it names what is not there. */
export const resolvedAction = (planned: PlannedAction, names: PlanNames): RepositoryAction | undefined => {
  const { log, author, identities } = names
  if (planned.type === 'identity.claim') {
    const user = String(planned['user'])
    return {
      type: 'identity.claim',
      user: identities.user(user),
      proof: identities.claimProof(user, log, author, false),
    }
  }
  const fields = Object.entries(planned).map(([field, value]) => {
    const isName = typeof value === 'string' && namingFields.includes(field)
    return [field, isName ? names.standsFor(value) : value] as const
  })
  if (fields.some(([, value]) => value === undefined)) return undefined
  const parsed = actionFromJson(Object.fromEntries(fields))
  if (!parsed.ok) throw new Error(`a plan has an action that is none: ${parsed.problem}`)
  return parsed.action as RepositoryAction
}
