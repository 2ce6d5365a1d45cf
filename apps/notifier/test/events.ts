import { randomBytes } from 'node:crypto'
import { coreKey, logId, opId, type Action, type LogId, type OpId, type OpView, type UserId } from '@hypergit/domain'
import type { EventsJob, EventView } from '@hypergit/queues'

const hex = (): string => randomBytes(32).toString('hex')

/** A thread of a repository, and events in it as a validator sends them. */
export interface TestThread {
  readonly log: LogId
  readonly op: OpId
  readonly title: string
  /** One event about a new op; `over` changes what it says. */
  event(text: string, over?: EventOverrides): EventView
  /** A job with these events, the next in order. */
  job(events: readonly EventView[], over?: Partial<EventsJob>): EventsJob
}

export interface EventOverrides {
  readonly op?: OpId
  readonly kind?: EventView['kind']
  readonly action?: Action
  readonly replay?: boolean
  readonly imported?: boolean
  readonly firstSeenAt?: number
  readonly repository?: string
  readonly visible?: boolean
  /** The user that the author has claimed. */
  readonly user?: UserId
}

export function testThread(title = 'The mirror is slow', clock: () => number = () => Date.now()): TestThread {
  const log = logId(hex())
  const thread = opId(hex())
  const core = coreKey(hex())
  let number = 0
  return {
    log,
    op: thread,
    title,
    event(text, over = {}) {
      const action: Action = over.action ?? { type: 'comment', thread, body: text }
      const op: OpView = {
        id: over.op ?? opId(hex()),
        author: { core, person: core, ...(over.user === undefined ? {} : { user: over.user }) },
        seq: 1,
        parents: [],
        prev: opId(hex()),
        // What an author says about time is of no account.
        at: 1,
        effective: { at: 1, n: 0 },
        height: 1,
        action,
        decision: { outcome: 'accepted', rule: 'accepted', explanation: '', decidedBy: [] },
        thread,
        ...(over.imported === true ? { origin: { source: 'github.com/a/b', author: 'ada', at: 1 } } : {}),
        current: { body: text, edited: false, redacted: false, unhidden: false, reactions: [] },
        visible: over.visible ?? true,
        version: 1,
      }
      return {
        kind: over.kind ?? 'comment',
        op,
        thread: { op: thread, number: 7, kind: 'issue', title },
        repository: { id: log, name: over.repository ?? 'hypergit' },
        replay: over.replay ?? false,
        firstSeenAt: over.firstSeenAt ?? clock(),
      }
    },
    job(events, over = {}) {
      number += 1
      return { v: 1, log, epoch: 1, number, events, withdrawn: [], ...over }
    },
  }
}
