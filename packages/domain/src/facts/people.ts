import type { CoreKey } from '../ids.js'

/** Whose core is whose (section 2, person and principal), in one set of ops. */
export interface People {
  /** The person's principal; the core itself for one that is unclaimed. */
  personOf(core: CoreKey): CoreKey
  /** All cores of the person, the principal first. */
  coresOf(person: CoreKey): readonly CoreKey[]
}

/** Every core is a person of its own, as long as none has been linked to another. */
export const everyCoreItself: People = {
  personOf: (core) => core,
  coresOf: (person) => [person],
}
