import type { BatchReport, LogId, OpView } from '@hypergit/domain'
import type { LogEntry } from '../api/reading.js'
import type { LiveLog } from '../repository/live-log.js'
import { ReportBacklog } from './report-backlog.js'

const opsPerRead = 500

export interface EntriesOptions {
  /** Only the newest so many of what is there at the beginning. */
  readonly limit: number
  /** Only ops of later versions. */
  readonly afterVersion: number
}

/** Ops of one log as they were applied, up to now. */
export async function* logEntries(live: LiveLog, { limit, afterVersion }: EntriesOptions): AsyncGenerator<LogEntry> {
  const { queries } = live.engine
  const skip = Number.isFinite(limit) ? Math.max(0, (await queries.repository()).ops - limit) : 0
  let seen = 0
  for await (const { ids } of queries.batches(afterVersion)) {
    const wanted = ids.slice(Math.max(0, Math.min(ids.length, skip - seen)))
    seen += ids.length
    for (let at = 0; at < wanted.length; at += opsPerRead) {
      const ops = await queries.ops(wanted.slice(at, at + opsPerRead))
      for (const op of ops) yield entryOf(live.log.id, op)
    }
  }
}

/**
 * The same, then those that come and the earlier ones that change, until the signal. A reader that is much slower than the log gets every op, but
 * not every change of an earlier one.
 */
export async function* followedEntries(
  live: LiveLog,
  options: EntriesOptions,
  stopped: AbortSignal,
): AsyncGenerator<LogEntry> {
  const backlog = new ReportBacklog(live, stopped)
  let version = options.afterVersion
  const stored = async function* (from: EntriesOptions) {
    for await (const entry of logEntries(live, from)) {
      version = Math.max(version, entry.op.version)
      yield entry
    }
  }
  try {
    yield* stored(options)
    for (;;) {
      const next = await backlog.next()
      if (next === undefined) return
      if (next === 'overflowed') yield* stored({ limit: Number.POSITIVE_INFINITY, afterVersion: version })
      else if (next.version > version) {
        ;({ version } = next)
        yield* entriesOf(next)
      }
    }
  } finally {
    backlog.close()
  }
}

function* entriesOf(report: BatchReport): Generator<LogEntry> {
  const fresh = new Set(report.fresh)
  for (const op of report.ops) yield { kind: fresh.has(op.id) ? 'op' : 'change', repo: report.log, op }
}

const entryOf = (repo: LogId, op: OpView): LogEntry => ({ kind: 'op', repo, op })
