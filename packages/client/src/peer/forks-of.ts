import {
  type ForkEnds,
  forkExplanation,
  forkLinkOf,
  keptEntriesMax,
  type LogId,
  type RepositoryView,
} from '@hypergit/domain'
import type { LinkedFork, RepositoryForks } from '../api/repositories.js'
import type { LiveLog } from '../repository/live-log.js'
import type { HomeParts } from './home-parts.js'

/** Whether the parent's log announces the fork; its list keeps the latest ones, so one that is missing in a full list may have been announced. */
const isAnnounced = (parent: RepositoryView | undefined, fork: LogId): Pick<ForkEnds, 'announced'> => {
  if (parent === undefined) return {}
  if (parent.forks.includes(fork)) return { announced: true }
  return parent.forks.length < keptEntriesMax ? { announced: false } : {}
}

const namesParent = (fork: RepositoryView | undefined, parent: LogId): Pick<ForkEnds, 'namesParent'> =>
  fork === undefined ? {} : { namesParent: fork.forkOf === parent }

const byLink = (a: LinkedFork, b: LinkedFork): number =>
  Number(a.link === 'maybe') - Number(b.link === 'maybe') || (a.repository < b.repository ? -1 : 1)

/** What the repository was forked from and what was forked from it, by its own log and those of the home's other repositories. */
export const forksOf = async (home: Pick<HomeParts, 'file' | 'open'>, live: LiveLog): Promise<RepositoryForks> => {
  const { id } = live.log
  const names = new Map(home.file.list().map((named) => [named.id, named.name]))
  const views = new Map<LogId, RepositoryView>()
  for (const known of new Set([id, ...names.keys()])) {
    const view = await (await home.open.get(known)).engine.queries.repository()
    // A repository that was cloned and has not been fetched says nothing.
    if (view.ops > 0) views.set(known, view)
  }
  const linked = (repository: LogId, ends: ForkEnds): LinkedFork => {
    const name = names.get(repository)
    const said = { link: forkLinkOf(ends), explanation: forkExplanation(ends) }
    return { repository, ...(name === undefined ? {} : { name }), ...ends, ...said }
  }
  const own = views.get(id)
  // Nothing stops a log from naming itself, which says nothing.
  const parent = own?.forkOf === id ? undefined : own?.forkOf
  const naming = [...views.values()].filter(({ forkOf }) => forkOf === id).map(({ log }) => log)
  const forks = [...new Set([...(own?.forks ?? []), ...naming])]
    .filter((fork) => fork !== id)
    .map((fork) => linked(fork, { ...namesParent(views.get(fork), id), ...isAnnounced(own, fork) }))
  return {
    ...(parent === undefined
      ? {}
      : { parent: linked(parent, { namesParent: true, ...isAnnounced(views.get(parent), id) }) }),
    forks: forks.sort(byLink),
  }
}
