import { isFresh, type KnownOp } from '../graph/known-op.js'
import { mayForbid } from '../outcome/closing.js'
import { judgePresentState } from '../outcome/present-state.js'
import { sameRuling } from '../outcome/ruling.js'
import { affectedOps, type Changed } from './affected.js'
import type { Batch } from './batch.js'
import type { LogState } from './log-state.js'
import { isClosing } from './closings.js'

const judge = (known: KnownOp, state: LogState, batch: Batch): boolean => {
  if (known.settled !== undefined) return isFresh(known)
  const ruling = judgePresentState(known, state.present, state.context)
  if (sameRuling(ruling, known.ruling)) return isFresh(known)
  batch.touch(known)
  known.ruling = ruling
  return true
}

const isReopen = ({ op }: KnownOp): boolean => op?.action.type === 'thread.reopen'

/**
 * Steps 4 to 7 of section 4 for the batch's own ops and for the earlier ones that it may have changed. Reopens come last, since somebody else's
 * accepted close decides about them. Tells which facts changed.
 */
export const rejudge = async (state: LogState, batch: Batch): Promise<Changed> => {
  const { ops, changed } = await affectedOps(state, batch)
  const all = [...ops, ...batch.fresh]
  await state.closings.load(all.flatMap(({ op, thread }) => (isClosing(op) && thread !== undefined ? [thread] : [])))
  const closedAnew: KnownOp[] = []
  const reopens = new Set<KnownOp>()
  for (const known of all) {
    if (isReopen(known)) reopens.add(known)
    else if (judge(known, state, batch) && isClosing(known.op)) closedAnew.push(known)
  }
  for (const close of closedAnew) {
    if (close.thread === undefined) continue
    for (const one of state.closings.of(close.thread).concurrentWith(close))
      if (isReopen(one) && mayForbid(close, one, state.present)) reopens.add(one)
  }
  for (const known of reopens) judge(known, state, batch)
  return changed
}
