import type { Facts } from '../facts/facts.js'
import { type KnownOp, areConcurrent } from '../graph/known-op.js'
import type { JudgingContext } from './cited-state.js'
import { judgePresentState } from './present-state.js'

const isClose = ({ op }: KnownOp): boolean => op?.action.type === 'thread.close' || op?.action.type === 'pull.merge'

/** Whether the close is another person's than the reopen: only those decide about it. */
const isForeign = (closing: KnownOp, reopening: KnownOp, facts: Facts): boolean =>
  !facts.isSamePerson(closing.chain.core.key, reopening.chain.core.key)

/** Whether the reopen falls to the closing once that one is accepted. */
export const mayForbid = (closing: KnownOp, reopening: KnownOp, facts: Facts): boolean =>
  isClose(closing) && isForeign(closing, reopening, facts) && areConcurrent(closing, reopening)

/** In the cited state: the close that stands in the op's past, if it is somebody else's. */
export const isStandingCloseForeign = (
  reopening: KnownOp,
  past: Facts,
  context: JudgingContext,
): KnownOp | undefined => {
  const standing =
    reopening.thread === undefined
      ? undefined
      : context
          .closings(reopening.thread)
          .latestBefore(reopening, (closing) => judgePresentState(closing, past, context).outcome === 'accepted')
  return standing !== undefined && isClose(standing) && isForeign(standing, reopening, past) ? standing : undefined
}

/** In the present state: somebody else's accepted close that is concurrent with the op. */
export const concurrentForeignClose = (
  reopening: KnownOp,
  facts: Facts,
  context: JudgingContext,
): KnownOp | undefined => {
  if (reopening.thread === undefined) return undefined
  for (const closing of context.closings(reopening.thread).concurrentWith(reopening)) {
    const forbids =
      mayForbid(closing, reopening, facts) &&
      facts.set.has(closing) &&
      judgePresentState(closing, facts, context).outcome === 'accepted'
    if (forbids) return closing
  }
  return undefined
}
