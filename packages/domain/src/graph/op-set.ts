import type { Chain } from './core-state.js'
import { countAt, type Frontier } from './frontier.js'
import type { Position } from './known-op.js'

/** A set of ops that is closed under past: all that is known, or what one author had seen. */
export interface OpSet {
  has(op: Position): boolean
  /** How many ops of the chain's core, from seq 0, are in the set on that chain. */
  count(chain: Chain): number
  /** It is K, to which what was proven outside the log belongs as well. */
  readonly isWhole: boolean
}

/** K: everything that is known and due. */
export const everything: OpSet = { has: () => true, count: (chain) => chain.length, isWhole: true }

/** The ops that a frontier covers. */
export const coveredBy = (frontier: Frontier): OpSet => ({
  has: ({ chain, seq }) => countAt(frontier, chain.number) > seq,
  count: (chain) => countAt(frontier, chain.number),
  isWhole: false,
})
