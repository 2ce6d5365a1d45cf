import type { OpView, ThreadView } from '@hypergit/domain'
import type { Pool } from 'pg'
import { idRange } from '../ids/parse-id.js'
import { shown } from '../ids/shown-id.js'
import type { ThreadDetail } from '../replies/thread.js'
import { authorsOf } from './authors.js'
import { hidersOf } from './hiders.js'
import type { ShownLog } from './shown-log.js'
import { readEntries, writtenOf } from './thread-entries.js'
import { threadSummaryOf } from './thread-list.js'

/** What a reader wrote to name a thread. */
export type ThreadReference =
  | { readonly by: 'number'; readonly number: number }
  | { readonly by: 'op'; readonly low: string; readonly high: string }

/** Digits are a number (at most 2³¹ − 1), anything else the beginning of an op id; undefined for neither. */
export const parseThreadReference = (text: string): ThreadReference | undefined => {
  if (/^[0-9]{1,10}$/.test(text)) {
    const number = Number(text)
    return number <= 2_147_483_647 ? { by: 'number', number } : undefined
  }
  const range = idRange(text)
  return range === undefined ? undefined : { by: 'op', ...range }
}

/** Candidates of an ambiguous reference that are named to the reader. */
const candidatesMax = 20

/** The threads that a reference names: none, one, or several to choose from. By number accepted ones only, by op any that is not held. */
export const findThreads = async (
  pool: Pool,
  log: ShownLog,
  reference: ThreadReference,
): Promise<readonly ThreadView[]> => {
  const [condition, values] =
    reference.by === 'number'
      ? ['accepted and number = $3', [reference.number]]
      : [`op between $3 and $4 and view->'decision'->>'outcome' <> 'held'`, [reference.low, reference.high]]
  const { rows } = await pool.query<{ view: ThreadView }>(
    `select view from dashboard.threads where log = $1 and epoch = $2 and ${condition} order by op limit ${candidatesMax}`,
    [log.log, log.epoch, ...values],
  )
  return rows.map((row) => row.view)
}

const pullOf = (pull: NonNullable<ThreadView['pull']>): NonNullable<ThreadDetail['pull']> => {
  const { repository, ...source } = pull.source
  return {
    source: { ...source, ...(repository === undefined ? {} : { repository: shown(repository) }) },
    targetRef: pull.targetRef,
    commit: pull.commit,
    ...(pull.mergeCommit === undefined ? {} : { mergeCommit: pull.mergeCommit }),
    verdicts: pull.verdicts.map((verdict) => ({ ...verdict, person: shown(verdict.person) })),
  }
}

const readOpening = async (pool: Pool, log: ShownLog, op: string): Promise<OpView | undefined> => {
  const { rows } = await pool.query<{ view: OpView }>(
    'select view from dashboard.ops where log = $1 and epoch = $2 and op = $3',
    [log.log, log.epoch, op],
  )
  return rows[0]?.view
}

/** A thread with everything in it, in order of effective time. */
export const readThread = async (
  pool: Pool,
  log: ShownLog,
  thread: ThreadView,
  after?: readonly [number, number, string],
): Promise<ThreadDetail> => {
  const [entries, opening, name] = await Promise.all([
    readEntries(pool, log, thread.op, after),
    readOpening(pool, log, thread.op),
    authorsOf(pool, log.log, [thread.author]),
  ])
  const hiders = await hidersOf(pool, log, opening === undefined ? [] : [opening])
  const visible = opening?.visible ?? (thread.decision.outcome === 'accepted' && !thread.redacted)
  const hider = opening === undefined ? undefined : writtenOf(opening, hiders).hiddenBy
  return {
    ...threadSummaryOf(thread, name),
    repository: { id: shown(log.log), name: log.name },
    body: visible ? thread.body : null,
    edited: thread.edited,
    redacted: thread.redacted,
    outcome: thread.decision.outcome,
    ...(thread.decision.reason === undefined ? {} : { reason: thread.decision.reason }),
    explanation: thread.decision.explanation,
    visible,
    ...(hider === undefined ? {} : { hiddenBy: hider }),
    ...(thread.closeReason === undefined ? {} : { closeReason: thread.closeReason }),
    reactions: thread.reactions.map(({ emoji, cores }) => ({ emoji, count: cores.length })),
    ...(thread.pull === undefined ? {} : { pull: pullOf(thread.pull) }),
    ...entries,
  }
}

/** Where a thread lives, by its op's hexadecimal id, in any hosted log. */
export const locateThread = async (
  pool: Pool,
  op: string,
): Promise<
  { readonly log: string; readonly title: string; readonly number: number; readonly kind: string } | undefined
> => {
  const { rows } = await pool.query<{ log: string; title: string; number: number; kind: string }>(
    `select t.log, t.title, t.number, t.kind from dashboard.threads t join dashboard.logs l on l.log = t.log and l.epoch = t.epoch
     join dashboard.hosting h on h.log = t.log and h.host where t.op = $1 and t.accepted limit 1`,
    [op],
  )
  return rows[0]
}
