import type { LogEntry, LogInput, StreamFailure } from '../api/reading.js'
import { followedEntries, logEntries } from '../reading/log-entries.js'
import type { LiveLog } from '../repository/live-log.js'
import { EventQueue } from './event-queue.js'
import { findRepository } from './find-repository.js'
import type { HomeParts } from './home-parts.js'

/** Ops of one repository or of all of a home. */
export async function* homeLog(home: HomeParts, input: LogInput): AsyncGenerator<LogEntry | StreamFailure> {
  const found = input.repo === undefined ? undefined : findRepository(home.file, input.repo)
  if (found?.ok === false) {
    yield { kind: 'failed', failure: found.failure }
    return
  }
  const lives: LiveLog[] = []
  for (const { id } of found === undefined ? home.file.list() : [found.value]) lives.push(await home.open.get(id))
  const options = (live: LiveLog) => ({
    limit: input.limit ?? Number.POSITIVE_INFINITY,
    afterVersion: input.after?.[live.log.id] ?? 0,
  })
  if (input.follow !== true) {
    for (const live of lives) yield* logEntries(live, options(live))
    return
  }
  const stop = new AbortController()
  const stopped = AbortSignal.any([home.closing, stop.signal])
  const entries = new EventQueue<LogEntry>(stopped)
  const readers = lives.map(async (live) => {
    for await (const entry of followedEntries(live, options(live), stopped)) await entries.offer(entry)
  })
  try {
    yield* entries.drain()
  } finally {
    stop.abort()
    await Promise.allSettled(readers)
  }
}
