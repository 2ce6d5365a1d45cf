import type { BatchReport, OpId, OpView } from '@hypergit/domain'
import type { EventKind } from '@hypergit/queues'

/** Something in a report that a subscriber of a thread may want to hear of. */
export interface Intent {
  readonly kind: EventKind
  readonly op: OpView
  readonly thread: OpId
}

export interface Intents {
  readonly events: readonly Intent[]
  /** Earlier ops that a reader no longer sees. */
  readonly withdrawn: readonly OpId[]
}

const kindOf = ({ action }: OpView): EventKind | undefined => {
  switch (action.type) {
    case 'comment':
      return 'comment'
    case 'pull.review':
      return 'review'
    case 'thread.open':
      return 'thread'
    case 'thread.close':
      return 'closed'
    case 'thread.reopen':
      return 'reopened'
    case 'pull.merge':
      return 'merged'
    default:
      return undefined
  }
}

/**
 * What a report means for subscribers. An op that changed and is still seen is told again, in its present text: whoever mails goes by op and
 * recipient, and by when the op was first seen.
 */
export const findIntents = (report: BatchReport): Intents => {
  const fresh = new Set(report.fresh)
  const events: Intent[] = []
  const withdrawn: OpId[] = []
  for (const op of report.ops) {
    const kind = kindOf(op)
    if (kind === undefined || op.thread === undefined) continue
    if (op.visible) events.push({ kind, op, thread: op.thread })
    else if (!fresh.has(op.id)) withdrawn.push(op.id)
  }
  return { events, withdrawn }
}
