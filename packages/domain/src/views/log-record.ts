import type { KnownOp } from '../graph/known-op.js'
import type { LogId } from '../ids.js'
import { later, type Mark, markOf, withKeptMark } from './standing.js'

type Text = Mark & { readonly text: string }

/** What stands of the log as a whole. */
export interface LogRecord {
  readonly version: number
  readonly ops: number
  /** The largest at* known, ms. */
  readonly at: number
  readonly name?: Text
  readonly description?: Text
  readonly gitUrl?: Text
  readonly defaultBranch?: Text
  readonly forkOf?: LogId
  readonly forks?: { readonly [log: string]: Mark }
  readonly issues: { readonly open: number; readonly closed: number }
  readonly pulls: { readonly open: number; readonly closed: number; readonly merged: number }
}

export const newLogRecord: LogRecord = {
  version: 0,
  ops: 0,
  at: 0,
  issues: { open: 0, closed: 0 },
  pulls: { open: 0, closed: 0, merged: 0 },
}

type Field = 'name' | 'description' | 'gitUrl' | 'defaultBranch'
const fields: readonly Field[] = ['name', 'description', 'gitUrl', 'defaultBranch']

/** What stands once the accepted op counts as well. */
export const withRepositoryOp = (record: LogRecord, known: KnownOp): LogRecord => {
  const action = known.op?.action
  const mark = markOf(known)
  if (action?.type === 'fork.announce') return { ...record, forks: withKeptMark(record.forks, action.repository, mark) }
  if (action?.type !== 'repository.create' && action?.type !== 'repository.set') return record
  const changed: { -readonly [F in Field]?: Text } = {}
  for (const field of fields) {
    const text = action[field]
    if (text !== undefined) changed[field] = later(record[field], { ...mark, text })
  }
  const forkOf = action.type === 'repository.create' && action.forkOf !== undefined ? { forkOf: action.forkOf } : {}
  return { ...record, ...changed, ...forkOf }
}

/** The record from all ops about the repository as a whole; counters stay. */
export const logFromOps = ({ version, ops, at, issues, pulls }: LogRecord, known: readonly KnownOp[]): LogRecord =>
  known
    .filter(({ ruling }) => ruling.outcome === 'accepted')
    .reduce(withRepositoryOp, { version, ops, at, issues, pulls })
