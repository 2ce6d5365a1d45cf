import { has, type Need } from './needs.js'

/** The part of jest's `describe` that `requires` hands out. */
type Describe = (title: string, body: () => void) => void

/**
 * `describe` for a suite that needs something of the machine; without it the suite is skipped, and its title
 * ends with `[needs redis]`, by which `npm test` lists what was skipped and says how to get it.
 *
 *     requires('redis')('a queue on Redis', () => { … })
 */
export function requires(...needs: Need[]): Describe {
  const missing = needs.filter((need) => !has(need))
  if (missing.length === 0) return (title, body) => describe(title, body)
  return (title, body) => describe.skip(`${title} [needs ${missing.join(', ')}]`, body)
}
