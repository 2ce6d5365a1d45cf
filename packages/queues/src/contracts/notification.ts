import type { LogId, OpId, OpView, ThreadKind } from '@hypergit/domain'
import { z } from 'zod'
import { v, type Contract, type Versioned } from './contract.js'
import { threadKind } from './action.js'
import { record } from './record.js'
import { count, flag, list, log, oneOf, op, text, timeMs } from './scalars.js'
import { opView } from './views.js'

export type EventKind = 'comment' | 'review' | 'thread' | 'closed' | 'reopened' | 'merged'

/** Something a subscriber may want a mail about. */
export interface EventView {
  readonly kind: EventKind
  readonly op: OpView
  readonly thread: { readonly op: OpId; readonly number: number; readonly kind: ThreadKind; readonly title: string }
  readonly repository: { readonly id: LogId; readonly name: string }
  /** The state is being rebuilt: the op was judged before, and said before. */
  readonly replay: boolean
  /** The mirror's clock when its validator first saw the op, ms; kept over a rebuild. */
  readonly firstSeenAt: number
}

export interface EventsJob extends Versioned {
  readonly log: LogId
  readonly epoch: number
  readonly number: number
  readonly events: readonly EventView[]
  /** Ops that were events and that a reader no longer sees: hidden, redacted. */
  readonly withdrawn: readonly OpId[]
}

export const eventsMax = 1_000

const event: z.ZodType<EventView> = record<EventView>({
  kind: oneOf(['comment', 'review', 'thread', 'closed', 'reopened', 'merged']),
  op: opView,
  thread: record<EventView['thread']>({ op, number: count, kind: threadKind, title: text }),
  repository: record<EventView['repository']>({ id: log, name: text }),
  replay: flag,
  firstSeenAt: timeMs,
})

/** At least once, in any order; the notifier makes a mail unique in SQL on (op, recipient). */
export const events: Contract<EventsJob> = {
  queue: 'events',
  from: 'validator',
  to: 'notifier',
  schema: record<EventsJob>({
    v,
    log,
    epoch: count,
    number: count,
    events: list(event, eventsMax),
    withdrawn: list(op, eventsMax),
  }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
}

/** A row of the notifier's outbox to send; the row says to whom, a job never does. Sent with a delay, the hold-back. */
export interface MailJob extends Versioned {
  readonly mailId: string
}

export const mail: Contract<MailJob> = {
  queue: 'mail',
  from: 'notifier',
  to: 'notifier',
  schema: record<MailJob>({ v, mailId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) }),
  attempts: 12,
  backoffMs: 5_000,
  timeLimitMs: 120_000,
  once: (job) => job.mailId,
}
