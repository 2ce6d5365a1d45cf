import type { LogQueries, OpId, ThreadView } from '@hypergit/domain'
import type { ExportEvent } from '../api/archives.js'
import type { InRepository } from '../api/peer.js'
import { findRepository } from '../peer/find-repository.js'
import type { HomeParts } from '../peer/home-parts.js'
import { threadDetail } from '../reading/thread-detail.js'
import { exportEntry } from './export-entry.js'

const stepThreads = 200

/**
 * A repository as a `github-archive`, in order of numbers. What an archive has no place for (reactions, locks, who is hidden and why) is left out;
 * what is hidden or redacted is not in it.
 */
export async function* exportArchive(home: HomeParts, { repo }: InRepository): AsyncGenerator<ExportEvent> {
  const found = findRepository(home.file, repo)
  if (!found.ok) {
    yield { kind: 'failed', failure: found.failure }
    return
  }
  const { queries } = (await home.open.get(found.value.id)).engine
  const threads = await allThreads(queries)
  const source = threads
    .find(({ origin }) => origin?.source.startsWith('github:') === true)
    ?.origin?.source.slice('github:'.length)
  const sourceRepo = source ?? `hypergit/${(await queries.repository()).name.replace(/[\s/]+/g, '-')}`
  const labels = [...new Set(threads.flatMap((thread) => thread.labels))].sort().map((name) => ({ name }))
  yield { kind: 'text', text: `{"repo":${JSON.stringify(sourceRepo)},"labels":${JSON.stringify(labels)}` }
  const counts = { issue: 0, pull: 0 }
  for (const kind of ['issue', 'pull'] as const) {
    yield { kind: 'text', text: `,\n"${kind}s":[` }
    for (const thread of threads.filter((one) => one.kind === kind)) {
      const entry = exportEntry(await threadDetail(queries, thread), sourceRepo)
      yield { kind: 'text', text: `${counts[kind] === 0 ? '' : ','}\n${JSON.stringify(entry)}` }
      counts[kind] += 1
    }
    yield { kind: 'text', text: ']' }
  }
  yield { kind: 'text', text: '}\n' }
  yield { kind: 'done', issues: counts.issue, pulls: counts.pull }
}

const allThreads = async (queries: LogQueries): Promise<readonly ThreadView[]> => {
  const threads: ThreadView[] = []
  let after: { readonly number: number; readonly op: OpId } | undefined
  for (;;) {
    const step = await queries.threads({ limit: stepThreads, ...(after === undefined ? {} : { after }) })
    threads.push(...step)
    const last = step.at(-1)
    if (step.length < stepThreads || last === undefined) return threads.sort((a, b) => a.number - b.number)
    after = { number: last.number, op: last.op }
  }
}
