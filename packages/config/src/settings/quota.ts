import type { Setting } from '../setting.js'
import * as values from '../values.js'

const million = 1_000_000

const bound = (
  name: string,
  help: string,
  otherwise: string,
  parse: Setting<number>['parse'],
): Setting<number | undefined> => ({
  env: `HYPERGIT_QUOTA_${name}`,
  help,
  otherwise,
  fallback: undefined,
  parse,
})

/** A bound on a number of things, in HYPERGIT_QUOTA_ and its name. */
export const countOf = (name: string, help: string, otherwise: string): Setting<number | undefined> =>
  bound(name, help, otherwise, values.integer(1, 1_000 * million))
/** The same on bytes. */
export const bytesOf = (name: string, help: string, otherwise: string): Setting<number | undefined> =>
  bound(name, help, otherwise, values.byteCount)
