import type { Handlers } from '@hypergit/queues'
import type { PeopleStore } from './people-store.js'
import { say, type Producers } from './saying.js'

export interface ProcessorParts {
  readonly store: PeopleStore
  readonly to: Producers
}

/** What the identity service does with the jobs it is sent. */
export const identityHandlers = ({ store, to }: ProcessorParts): Handlers<'identity'> => ({
  claims: async (job) => say(to, await store.noteClaims(job)),
  users: async (job) => say(to, await store.noteUser(job)),
  following: async (job) => say(to, await store.noteFollowing(job)),
  hosted: async (job) => say(to, await store.noteHosted(job)),
})
