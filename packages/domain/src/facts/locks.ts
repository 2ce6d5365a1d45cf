import type { ThreadLock } from '../action.js'
import type { KnownOp } from '../graph/known-op.js'
import { covers, isInPast } from '../graph/known-op.js'
import type { OpId } from '../ids.js'
import type { AuthorityOp } from './authority-op.js'
import { type Facts, notAfter } from './facts.js'

/** The lock that closes the thread to `op`: locked(t) for op, section 6. An unlock counts only if the author had seen it. */
export const standingLock = (facts: Facts, thread: OpId, op: KnownOp): AuthorityOp<ThreadLock> | undefined => {
  const locks = facts.index.locks(thread)
  if (locks.length === 0) return undefined
  const unlocks = facts.effectiveOf(facts.index.unlocks(thread)).filter(({ known }) => isInPast(known, op))
  return notAfter(facts.effectiveOf(locks), op).find(
    (lock) => !unlocks.some((unlock) => covers(unlock.known.frontier, lock.known)),
  )
}

/** Whether the thread is locked now: with every known unlock. */
export const isLockedNow = (facts: Facts, thread: OpId): boolean => {
  const unlocks = facts.effectiveOf(facts.index.unlocks(thread))
  return facts
    .effectiveOf(facts.index.locks(thread))
    .some((lock) => !unlocks.some((unlock) => covers(unlock.known.frontier, lock.known)))
}
