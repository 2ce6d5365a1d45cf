import type { Facts } from '../facts/facts.js'
import { type KnownOp, areConcurrent, isInPast, isLater } from '../graph/known-op.js'
import type { JudgingContext } from './cited-state.js'
import { judgePresentState } from './present-state.js'

/** Closings of the thread that the op is about, without the op itself. */
const closingsBeside = (reopening: KnownOp, context: JudgingContext): readonly KnownOp[] =>
  reopening.thread === undefined
    ? []
    : context.closings(reopening.thread).filter((closing) => closing !== reopening && closing.settled === undefined)

const isClose = ({ op }: KnownOp): boolean => op?.action.type === 'thread.close' || op?.action.type === 'pull.merge'

const isForeign = (closing: KnownOp, reopening: KnownOp, facts: Facts): boolean =>
  !facts.isSamePerson(closing.chain.core.key, reopening.chain.core.key)

/** In the cited state: the close that stands in the op's past, if it is somebody else's. */
export const isStandingCloseForeign = (
  reopening: KnownOp,
  past: Facts,
  context: JudgingContext,
): KnownOp | undefined => {
  let standing: KnownOp | undefined
  for (const closing of closingsBeside(reopening, context)) {
    if (!isInPast(closing, reopening) || (standing !== undefined && !isLater(closing, standing))) continue
    if (judgePresentState(closing, past, context).outcome === 'accepted') standing = closing
  }
  return standing !== undefined && isClose(standing) && isForeign(standing, reopening, past) ? standing : undefined
}

/** In the present state: somebody else's accepted close that is concurrent with the op. */
export const concurrentForeignClose = (
  reopening: KnownOp,
  facts: Facts,
  context: JudgingContext,
): KnownOp | undefined =>
  closingsBeside(reopening, context).find(
    (closing) =>
      isClose(closing) &&
      facts.set.has(closing) &&
      areConcurrent(closing, reopening) &&
      isForeign(closing, reopening, facts) &&
      judgePresentState(closing, facts, context).outcome === 'accepted',
  )
