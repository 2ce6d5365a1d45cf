import { type LogQueries, noOp, type OpId, type OpView, type Origin } from '@hypergit/domain'
import type { GithubArchive } from './github-archive.js'
import { planReopening } from './plan-archive.js'
import { itemKey, type PlannedOp } from './planned-op.js'

const opsPerRead = 500

/** What an earlier import of the same source left in a repository. */
export interface ImportedItems {
  /** By number, the opening. */
  readonly threads: ReadonlyMap<number, OpId>
  /** By `itemKey`, how often it is there. */
  readonly counts: Map<string, number>
  /** By thread, what its imported ops left set. */
  readonly labels: ReadonlyMap<OpId, ReadonlySet<string>>
  readonly assignees: ReadonlyMap<OpId, ReadonlySet<string>>
  /** Threads that an import closed or merged and no later one reopened. */
  readonly closed: ReadonlySet<OpId>
}

/** Reads all ops of a repository that are imported from `source` and accepted. */
export const readImported = async (queries: LogQueries, source: string): Promise<ImportedItems> => {
  const threads = new Map<number, OpId>()
  const numbers = new Map<OpId, number>()
  const counts = new Map<string, number>()
  const labels = new Map<OpId, Set<string>>()
  const assignees = new Map<OpId, Set<string>>()
  const closed = new Set<OpId>()
  for await (const op of importedOps(queries, source)) {
    const { action, origin, thread } = op
    if (action.type === 'thread.open' && origin.number !== undefined && !threads.has(origin.number)) {
      threads.set(origin.number, op.id)
      numbers.set(op.id, origin.number)
    }
    const number = numbers.get(thread ?? op.id)
    if (thread === undefined || number === undefined) continue
    if (action.type === 'thread.label') mark(labels, thread, action)
    else if (action.type === 'thread.assign') mark(assignees, thread, action)
    else if (action.type !== 'undecodable') {
      const key = itemKey(action.type, number, origin.author, origin.at, origin.url ?? '')
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if (action.type === 'thread.close' || action.type === 'pull.merge') closed.add(thread)
      if (action.type === 'thread.reopen') closed.delete(thread)
    }
  }
  return { threads, counts, labels, assignees, closed }
}

/** What of the plan is not there yet; labels and assignees are narrowed to the new ones. Uses the counts up. */
export const newItems = (
  planned: readonly PlannedOp[],
  source: string,
  imported: ImportedItems,
): readonly PlannedOp[] =>
  planned.flatMap((op) => {
    const action = op.action(noOp)
    const thread = imported.threads.get(op.thread.number)
    if (action.type === 'thread.label' || action.type === 'thread.assign') {
      const there =
        thread === undefined ? undefined : imported[action.type === 'thread.label' ? 'labels' : 'assignees'].get(thread)
      const add = action.add.filter((name) => there?.has(name) !== true)
      return add.length === 0 ? [] : [{ ...op, action: (to: OpId) => ({ ...action, thread: to, add }) }]
    }
    const { author, at, url = '' } = originOf(op, source)
    const key = itemKey(action.type, op.thread.number, author, at, url)
    const there = imported.counts.get(key) ?? 0
    imported.counts.set(key, there - 1)
    return there > 0 ? [] : [op]
  })

/** Reopenings of what an earlier import closed and the file now has as open; it does not say who did it. */
export const reopenings = (archive: GithubArchive, imported: ImportedItems): readonly PlannedOp[] =>
  [...archive.issues, ...archive.pulls].flatMap((entry): PlannedOp[] => {
    const thread = imported.threads.get(entry.number)
    if (entry.state !== 'OPEN' || thread === undefined || !imported.closed.has(thread)) return []
    return [planReopening(entry)]
  })

/** The origin that the imported op carries; what the file attributes to nobody has an empty author. */
export const originOf = (op: PlannedOp, source: string): Origin => ({
  source,
  author: op.author ?? '',
  at: op.at,
  ...(op.url === '' ? {} : { url: op.url }),
  ...(op.action(noOp).type === 'thread.open' ? { number: op.thread.number } : {}),
})

type ImportedOp = OpView & { readonly origin: Origin }

async function* importedOps(queries: LogQueries, source: string): AsyncGenerator<ImportedOp> {
  for await (const { ids } of queries.batches(0)) {
    for (let at = 0; at < ids.length; at += opsPerRead) {
      for (const op of await queries.ops(ids.slice(at, at + opsPerRead))) {
        if (op.origin?.source === source && op.decision.outcome === 'accepted') yield { ...op, origin: op.origin }
      }
    }
  }
}

const mark = (
  marks: Map<OpId, Set<string>>,
  thread: OpId,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
) => {
  const set = marks.get(thread) ?? new Set<string>()
  marks.set(thread, set)
  for (const name of add) set.add(name)
  for (const name of remove) set.delete(name)
}
