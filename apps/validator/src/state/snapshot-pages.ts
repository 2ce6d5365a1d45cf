import type { LogQueries, ThreadView } from '@hypergit/domain'
import type { SnapshotPage } from './log-state.js'

/** Records that are in memory at a time. */
const pageLength = 200

const none = { ops: [], threads: [], cores: [] } as const

/** All that a reader sees of a log, a page at a time: the repository and its cores, its threads, then its ops in order of application. */
export async function* snapshotPages(queries: LogQueries): AsyncGenerator<SnapshotPage> {
  const repository = await queries.repository()
  // A state without a batch has nothing that could be shown.
  if (repository.version === 0) return
  yield { ...none, repository, cores: await queries.cores() }
  yield* threadPages(queries)
  for await (const { ids } of queries.batches(0)) {
    for (let at = 0; at < ids.length; at += pageLength) {
      yield { ...none, ops: await queries.ops(ids.slice(at, at + pageLength)) }
    }
  }
}

async function* threadPages(queries: LogQueries): AsyncGenerator<SnapshotPage> {
  let last: ThreadView | undefined
  do {
    const after = last === undefined ? {} : { after: { number: last.number, op: last.op } }
    const threads: readonly ThreadView[] = await queries.threads({ ...after, limit: pageLength })
    if (threads.length > 0) yield { ...none, threads }
    last = threads.length < pageLength ? undefined : threads.at(-1)
  } while (last !== undefined)
}
