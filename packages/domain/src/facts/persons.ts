import type { CoreKey } from '../ids.js'

/** Who is one person. */
export interface Persons {
  /** The person's principal: its first-linked core; the core itself for one that is unclaimed or held. */
  personOf(core: CoreKey): CoreKey
  /** All cores of the person that the core belongs to, the principal first. */
  coresOf(core: CoreKey): readonly CoreKey[]
}

/** What each of a person's cores has, in one list; most people have one core. */
export const ofCores = <Part>(cores: readonly CoreKey[], part: (core: CoreKey) => readonly Part[]): readonly Part[] => {
  const [core] = cores
  return cores.length === 1 && core !== undefined ? part(core) : cores.flatMap(part)
}

/** As if nobody had a second core. */
export const everyCoreAlone: Persons = { personOf: (core) => core, coresOf: (core) => [core] }
