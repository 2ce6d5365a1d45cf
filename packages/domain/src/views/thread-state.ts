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
  const mark = markOf(known)
  switch (action?.type) {
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

const counted = (known: KnownOp): { readonly comment: number; readonly review: number } => ({
  comment: known.op?.action.type === 'comment' ? 1 : 0,
  review: known.op?.action.type === 'pull.review' ? 1 : 0,
})

/** Counts and time of the newest entry once the op has come into sight, or gone out of it. */
export const withVisibility = (record: ThreadRecord, known: KnownOp, visible: boolean): ThreadRecord => {
  const { comment, review } = counted(known)
  const sign = visible ? 1 : -1
  const { at, n } = known
  const newer = visible && (at > record.updated.at || (at === record.updated.at && n > record.updated.n))
  return {
    ...record,
    commentCount: record.commentCount + sign * comment,
    reviewCount: record.reviewCount + sign * review,
    updated: newer ? { at, n } : record.updated,
  }
}

/** Whether what stands may rest on the op, so that its loss asks for the thread to be computed anew. */
export const mayRestOn = (record: ThreadRecord, known: KnownOp): boolean =>
  known.op?.action.type !== 'comment' || (record.updated.at === known.at && record.updated.n === known.n)

/** The record from all ops of the thread. */
export const threadFromOps = (before: ThreadRecord, ops: readonly KnownOp[]): ThreadRecord => {
  let record: ThreadRecord = {
    ...newThreadRecord(before.op),
    version: before.version,
    ...(before.listed === undefined ? {} : { listed: before.listed }),
  }
  for (const known of ops) {
    if (known.ruling.outcome === 'accepted') record = withAccepted(record, known)
    if (isVisible(known)) record = withVisibility(record, known, true)
  }
  return record
}

export const stateOf = (record: ThreadRecord): OpenOrClosed => record.closed?.state ?? 'open'

export const latestOf = <M extends Mark>(marks: readonly M[]): M | undefined =>
  marks.reduce<M | undefined>(
    (latest, mark) => (latest === undefined || isLater(mark, latest) ? mark : latest),
    undefined,
  )
