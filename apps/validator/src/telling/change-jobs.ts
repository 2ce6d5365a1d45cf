import type { CoreView, LogId, OpView, RepositoryView, ThreadView } from '@hypergit/domain'
import { boundedGroups, jsonBytes, type ChangesJob, type Draft } from '@hypergit/queues'
import type { SnapshotPage } from '../state/log-state.js'

/** What a `changes` job may hold: far below a job's bound, since PostgreSQL and Redis both keep jobs whole. */
const bounds = { bytesMax: 1024 * 1024, countMax: 5_000 }

type ViewOfKind =
  | { readonly kind: 'op'; readonly view: OpView }
  | { readonly kind: 'thread'; readonly view: ThreadView }
  | { readonly kind: 'core'; readonly view: CoreView }
  | { readonly kind: 'repository'; readonly view: RepositoryView }

function* viewsOf(page: SnapshotPage): Generator<ViewOfKind> {
  if (page.repository !== undefined) yield { kind: 'repository', view: page.repository }
  for (const view of page.cores) yield { kind: 'core', view }
  for (const view of page.threads) yield { kind: 'thread', view }
  for (const view of page.ops) yield { kind: 'op', view }
}

const pageOf = (views: readonly ViewOfKind[]): SnapshotPage => {
  const ops: OpView[] = []
  const threads: ThreadView[] = []
  const cores: CoreView[] = []
  let repository: RepositoryView | undefined
  for (const item of views) {
    switch (item.kind) {
      case 'op':
        ops.push(item.view)
        break
      case 'thread':
        threads.push(item.view)
        break
      case 'core':
        cores.push(item.view)
        break
      case 'repository':
        repository = item.view
        break
      default: {
        const never: never = item
        throw new TypeError(`unknown view ${JSON.stringify(never)}`)
      }
    }
  }
  return { ops, threads, cores, ...(repository === undefined ? {} : { repository }) }
}

/** The records of a page in pages that each fit a job; none for an empty page. */
export function* fittingPages(page: SnapshotPage): Generator<SnapshotPage> {
  for (const group of boundedGroups(viewsOf(page), (item) => jsonBytes(item.view), bounds)) yield pageOf(group)
}

export const emptyPage: SnapshotPage = Object.freeze({ ops: [], threads: [], cores: [] })

interface Version {
  readonly log: LogId
  readonly epoch: number
  readonly number: number
}

/** The jobs of one number: what a batch changed, in as many parts as it takes; at least one, since numbers have no gaps. */
export const changeJobs = ({ log, epoch, number }: Version, page: SnapshotPage): readonly Draft<ChangesJob>[] => {
  const pages = [...fittingPages(page)]
  if (pages.length === 0) pages.push(emptyPage)
  return pages.map((fitting, part) => ({ log, epoch, number, part, parts: pages.length, ...fitting }))
}

/** A job that says nothing but the state hash, if that is known. */
export const hashJob = ({ log, epoch, number }: Version, stateHash: string | undefined): Draft<ChangesJob> => ({
  log,
  epoch,
  number,
  part: 0,
  parts: 1,
  ...emptyPage,
  ...(stateHash === undefined ? {} : { stateHash }),
})

/**
 * The jobs of a snapshot, numbered from 1 in the order of the pages, which are read one ahead: the last one has to say that it is. `stateHash` is
 * asked for at the end.
 */
export async function* snapshotJobs(
  { log, epoch }: Omit<Version, 'number'>,
  pages: AsyncIterable<SnapshotPage>,
  stateHash: () => Promise<string>,
): AsyncGenerator<Draft<ChangesJob>> {
  let number = 0
  let held: SnapshotPage | undefined
  const job = (page: SnapshotPage, last: boolean): Draft<ChangesJob> => {
    number += 1
    const begins = number === 1
    const snapshot = begins ? (last ? 'whole' : 'begin') : last ? 'end' : 'part'
    return { log, epoch, number, part: 0, parts: 1, snapshot, ...page }
  }
  for await (const page of pages) {
    for (const fitting of fittingPages(page)) {
      if (held !== undefined) yield job(held, false)
      held = fitting
    }
  }
  yield { ...job(held ?? emptyPage, true), stateHash: await stateHash() }
}
