import type { AuthorView, OpView } from '../views.js'
import type { OpId } from '../ids.js'
import type { BatchReport } from '../report.js'

/** What a subscriber of a thread may be told of. */
export type NotifiedEvent = 'opened' | 'commented' | 'reviewed' | 'closed' | 'reopened' | 'merged'

/** An op that became something to tell, or ceased to be. */
export interface NotificationIntent {
  /** `withdraw`: the op is not to be shown any more; what has not been sent about it must not be. */
  readonly kind: 'notify' | 'withdraw'
  readonly event: NotifiedEvent
  readonly thread: OpId
  readonly op: OpId
  readonly author: AuthorView
  /** ms, the author's clock. */
  readonly at: number
  /** Imported history is nobody's news. */
  readonly imported: boolean
  /** Version of the batch that says so. */
  readonly version: number
}

const eventOf = ({ action }: OpView): NotifiedEvent | undefined => {
  switch (action.type) {
    case 'thread.open':
      return 'opened'
    case 'comment':
      return 'commented'
    case 'pull.review':
      return 'reviewed'
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
 * Notification intents of one batch, in the report's order. A new op is told of if readers see it; an earlier one that changed is told of again or
 * withdrawn by whether they see it now. So an op may be named twice over its life: whoever sends keeps (op, recipient) unique.
 */
export const notificationIntents = ({ ops, fresh, version }: BatchReport): readonly NotificationIntent[] => {
  const isFresh = new Set(fresh)
  return ops.flatMap((view) => {
    const event = eventOf(view)
    if (event === undefined || view.thread === undefined) return []
    if (!view.visible && isFresh.has(view.id)) return []
    const { id, author, at, thread, origin } = view
    return [
      {
        kind: view.visible ? 'notify' : 'withdraw',
        event,
        thread,
        op: id,
        author,
        at,
        imported: origin !== undefined,
        version,
      },
    ]
  })
}
