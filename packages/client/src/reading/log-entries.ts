import type { BatchReport, LogId, OpView } from '@hypergit/domain'
import type { LogEntry } from '../api/reading.js'
import type { LiveLog } from '../repository/live-log.js'

/** Reports kept for a reader that is slower than the log; past it the reader gets the ops again from the store, without the changes. */
const reportsMax = 256
const opsPerRead = 500

export interface EntriesOptions {
  readonly follow: boolean
  /** Only the newest so many of what is there at the beginning. */
  readonly limit: number
  /** Only ops of later versions. */
  readonly afterVersion: number
}

/** Ops of one log as they were applied; with `follow`, those that come and the earlier ones that change, until the reader stops. */
export async function* logEntries(
  live: LiveLog,
  options: EntriesOptions,
  stopped: AbortSignal,
): AsyncGenerator<LogEntry> {
  const reports: BatchReport[] = []
  let lagging = false
  let wake: () => void = () => undefined
  const onReport = (report: BatchReport): void => {
    if (reports.length < reportsMax) reports.push(report)
    else lagging = true
    wake()
  }
  const onStop = (): void => wake()
  if (options.follow) live.on('report', onReport)
  stopped.addEventListener('abort', onStop)
  try {
    let version = options.afterVersion
    for await (const entry of stored(live, options)) {
      version = Math.max(version, entry.op.version)
      yield entry
    }
    while (options.follow && !stopped.aborted) {
      if (lagging && reports.length === 0) {
        lagging = false
        for await (const entry of stored(live, {
          ...options,
          afterVersion: version,
          limit: Number.POSITIVE_INFINITY,
        })) {
          version = Math.max(version, entry.op.version)
          yield entry
        }
      }
      const report = reports.shift()
      if (report === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
          if (reports.length > 0 || lagging || stopped.aborted) resolve()
        })
      } else if (report.version > version) {
        version = report.version
        yield* entriesOf(report)
      }
    }
  } finally {
    live.off('report', onReport)
    stopped.removeEventListener('abort', onStop)
  }
}

function* entriesOf(report: BatchReport): Generator<LogEntry> {
  const fresh = new Set(report.fresh)
  for (const op of report.ops) yield { kind: fresh.has(op.id) ? 'op' : 'change', repo: report.log, op }
}

async function* stored(live: LiveLog, { limit, afterVersion }: EntriesOptions): AsyncGenerator<LogEntry> {
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

const entryOf = (repo: LogId, op: OpView): LogEntry => ({ kind: 'op', repo, op })
