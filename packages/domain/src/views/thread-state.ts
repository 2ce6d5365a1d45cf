import type { ReviewVerdict } from '../action.js'
import { isLater, type KnownOp } from '../graph/known-op.js'
import type { CoreKey, OpId } from '../ids.js'
import type { EffectiveTime, ThreadState as OpenOrClosed } from '../views.js'
import { isVisible, later, type Mark, markOf, withKeptMark, withMark } from './standing.js'

type Switches = { readonly [text: string]: Mark & { readonly on: boolean } }

/** What stands of a thread by its accepted ops, kept so that a new op changes it without a look at the others. */
export interface ThreadRecord {
  readonly op: OpId
  readonly closed?: Mark & { readonly state: OpenOrClosed; readonly reason?: string; readonly mergeCommit?: string }
  readonly title?: Mark & { readonly title: string }
  readonly labels?: Switches
  readonly assignees?: Switches
  readonly milestones?: Switches
  readonly commit?: Mark & { readonly commit: string }
  readonly verdicts?: { readonly [core: CoreKey]: Mark & { readonly verdict: ReviewVerdict; readonly commit: string } }
  readonly commentCount: number
  readonly reviewCount: number
  readonly updated: EffectiveTime
  /** The state under which the thread is listed; undefined while its `thread.open` is not accepted. */
  readonly listed?: OpenOrClosed
  readonly version: number
}

export const newThreadRecord = (op: OpId): ThreadRecord => ({
  op,
  commentCount: 0,
  reviewCount: 0,
  updated: { at: 0, n: 0 },
  version: 0,
})

const withSwitches = (
  switches: Switches | undefined,
  mark: Mark,
  add: readonly string[],
  remove: readonly string[],
): Switches => {
  let record = switches ?? {}
  // What one op both adds and removes ends removed.
  for (const text of add) if (!remove.includes(text)) record = withKeptMark(record, text, { ...mark, on: true })
  for (const text of remove) record = withKeptMark(record, text, { ...mark, on: false })
  return record
}

/** What stands once the accepted op counts as well. */
export const withAccepted = (record: ThreadRecord, known: KnownOp): ThreadRecord => {
  const action = known.op?.action
  if (action === undefined || action.type === 'comment') return record
  const mark = markOf(known)
  switch (action.type) {
    case 'thread.close': {
      const reason = action.reason === undefined ? {} : { reason: action.reason }
      return { ...record, closed: later(record.closed, { ...mark, state: 'closed', ...reason }) }
    }
    case 'thread.reopen':
      return { ...record, closed: later(record.closed, { ...mark, state: 'open' }) }
    case 'pull.merge':
      return { ...record, closed: later(record.closed, { ...mark, state: 'merged', mergeCommit: action.mergeCommit }) }
    case 'thread.title':
      return { ...record, title: later(record.title, { ...mark, title: action.title }) }
    case 'thread.label':
      return { ...record, labels: withSwitches(record.labels, mark, action.add, action.remove) }
    case 'thread.assign':
      return { ...record, assignees: withSwitches(record.assignees, mark, action.add, action.remove) }
    case 'thread.milestone':
      return { ...record, milestones: withSwitches(record.milestones, mark, action.add, action.remove) }
    case 'pull.revise':
      return { ...record, commit: later(record.commit, { ...mark, commit: action.commit }) }
    case 'pull.review': {
      if (action.verdict === 'comment') return record
      const verdict = { ...mark, verdict: action.verdict, commit: action.commit }
      return { ...record, verdicts: withMark(record.verdicts, known.chain.core.key, verdict) }
    }
    default:
      return record
  }
}

/** What is in sight of a thread, changed in place op by op. */
export interface InSight {
  comments: number
  reviews: number
  /** Effective time of the newest entry. */
  at: number
  n: number
}

export const inSightOf = ({ commentCount, reviewCount, updated }: ThreadRecord): InSight => ({
  comments: commentCount,
  reviews: reviewCount,
  at: updated.at,
  n: updated.n,
})

/** Counts and time of the newest entry once the op has come into sight, or gone out of it. */
export const noteVisibility = (sight: InSight, { op, at, n }: KnownOp, visible: boolean): void => {
  const sign = visible ? 1 : -1
  if (op?.action.type === 'comment') sight.comments += sign
  else if (op?.action.type === 'pull.review') sight.reviews += sign
  if (visible && (at > sight.at || (at === sight.at && n > sight.n))) {
    sight.at = at
    sight.n = n
  }
}

export const withSight = (record: ThreadRecord, { comments, reviews, at, n }: InSight): ThreadRecord => ({
  ...record,
  commentCount: comments,
  reviewCount: reviews,
  updated: { at, n },
})

/** Whether what stands may rest on the op, so that its loss asks for the thread to be computed anew. */
export const mayRestOn = ({ at, n }: EffectiveTime, known: KnownOp): boolean =>
  known.op?.action.type !== 'comment' || (at === known.at && n === known.n)

/** The record from all ops of the thread. */
export const threadFromOps = (before: ThreadRecord, ops: readonly KnownOp[]): ThreadRecord => {
  let record: ThreadRecord = {
    ...newThreadRecord(before.op),
    version: before.version,
    ...(before.listed === undefined ? {} : { listed: before.listed }),
  }
  const sight = inSightOf(record)
  for (const known of ops) {
    if (known.ruling.outcome === 'accepted') record = withAccepted(record, known)
    if (isVisible(known)) noteVisibility(sight, known, true)
  }
  return withSight(record, sight)
}

export const stateOf = (record: ThreadRecord): OpenOrClosed => record.closed?.state ?? 'open'

export const latestOf = <M extends Mark>(marks: readonly M[]): M | undefined =>
  marks.reduce<M | undefined>(
    (latest, mark) => (latest === undefined || isLater(mark, latest) ? mark : latest),
    undefined,
  )
