import type { OpView } from '@hypergit/domain'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { CommentEntry, EventEntry, ReviewEntry } from '../replies/thread.js'
import { actionDetail } from './action-detail.js'
import { authorsOf, type NameAuthor } from './authors.js'
import { encodeCursor } from './cursor.js'
import { hidersOf, type Hider } from './hiders.js'
import type { ShownLog } from './shown-log.js'

/** Entries of one answer; a longer thread goes on with `after`. */
export const entriesMax = 2_000

/** Changes of the thread itself that a page shows in their place. */
const eventTypes = [
  'thread.title',
  'thread.close',
  'thread.reopen',
  'thread.lock',
  'thread.unlock',
  'thread.label',
  'thread.assign',
  'thread.milestone',
  'pull.revise',
  'pull.merge',
  'comment.hide',
  'comment.unhide',
]

export interface ThreadEntries {
  readonly comments: CommentEntry[]
  readonly reviews: ReviewEntry[]
  readonly events: EventEntry[]
  readonly next?: string
}

type EntriesAfter = readonly [number, number, string]

/** What is held is its author's alone to see, until one of their other cores confirms it; then it appears in its place. */
const readOps = async (
  pool: Pool,
  log: ShownLog,
  thread: string,
  after: EntriesAfter | undefined,
): Promise<readonly OpView[]> => {
  const { rows } = await pool.query<{ view: OpView }>(
    `select view from dashboard.ops where log = $1 and epoch = $2 and thread = $3 and type = any($4) and outcome not in ('ignored', 'held')
       and (at, n, op) > ($5::bigint, $6::bigint, $7) order by at, n, op limit ${entriesMax + 1}`,
    [log.log, log.epoch, thread, ['comment', 'pull.review', ...eventTypes], ...(after ?? [-1, -1, ''])],
  )
  return rows.map((row) => row.view)
}

const entryOf = (op: OpView, place: number, name: NameAuthor) => ({
  op: shown(op.id),
  author: name(op.author, op.origin),
  at: op.at,
  effectiveAt: op.effective.at,
  place,
  outcome: op.decision.outcome,
  ...(op.decision.reason === undefined ? {} : { reason: op.decision.reason }),
  explanation: op.decision.explanation,
  visible: op.visible,
  ...(op.origin === undefined ? {} : { origin: op.origin }),
})

/** What stands of a text now; null where readers do not see it. */
export const writtenOf = (op: OpView, hiders: ReadonlyMap<string, Hider>) => {
  const hider = op.current?.hiddenBy === undefined ? undefined : hiders.get(op.current.hiddenBy)
  return {
    body: op.visible ? (op.current?.body ?? '') : null,
    edited: op.current?.edited ?? false,
    redacted: op.current?.redacted ?? false,
    ...(hider === undefined ? {} : { hiddenBy: hider }),
    reactions: (op.current?.reactions ?? []).map(({ emoji, cores }) => ({ emoji, count: cores.length })),
  }
}

/** Comments, reviews and events of a thread, each list in order of effective time (docs/protocol.md, section 3). */
export const readEntries = async (
  pool: Pool,
  log: ShownLog,
  thread: string,
  after: EntriesAfter | undefined,
): Promise<ThreadEntries> => {
  const found = await readOps(pool, log, thread, after)
  const ops = found.slice(0, entriesMax)
  const name = await authorsOf(
    pool,
    log.log,
    ops.map((op) => op.author),
  )
  const hiders = await hidersOf(pool, log, ops)
  const entries: ThreadEntries = { comments: [], reviews: [], events: [] }
  for (const [place, op] of ops.entries()) {
    const entry = entryOf(op, place, name)
    const { action } = op
    if (action.type === 'comment') {
      const replyTo = action.replyTo === undefined ? {} : { replyTo: shown(action.replyTo) }
      entries.comments.push({ ...entry, ...writtenOf(op, hiders), ...replyTo })
    } else if (action.type === 'pull.review') {
      const lines = op.visible ? [...action.lines] : []
      entries.reviews.push({
        ...entry,
        ...writtenOf(op, hiders),
        verdict: action.verdict,
        commit: action.commit,
        lines,
      })
    } else entries.events.push({ ...entry, type: action.type, detail: actionDetail(op) })
  }
  const last = ops.at(-1)
  const goesOn = found.length > entriesMax && last !== undefined
  return goesOn ? { ...entries, next: encodeCursor([last.effective.at, last.effective.n, last.id]) } : entries
}
