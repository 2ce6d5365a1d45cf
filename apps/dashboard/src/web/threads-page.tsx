import { shortName } from '../ids/shown-id.js'
import type { FilterChoices } from '../queries/thread-filters.js'
import type { RepositoryDetail } from '../replies/repository.js'
import type { ThreadSummary } from '../replies/thread.js'
import { threadPath, threadsPath, withParameters } from './addresses.js'
import { renderPage } from './layout.js'
import { AuthorName } from './author-name.js'
import { Empty, Label, NextLink, Time } from './pieces.js'
import { RepositoryHeader } from './repository-header.js'
import type { Site } from './site.js'

/** The filters as they stand in the address. */
export interface Filters {
  readonly state: 'open' | 'closed' | 'merged' | 'all'
  readonly label?: readonly string[] | undefined
  readonly author?: string | undefined
  readonly assignee?: string | undefined
  readonly q?: string | undefined
  readonly sort?: string | undefined
}

export interface ThreadsPageProps {
  readonly site: Site
  readonly repository: Pick<RepositoryDetail, 'id' | 'name' | 'issues' | 'pulls'>
  readonly kind: 'issue' | 'pull'
  readonly threads: readonly ThreadSummary[]
  readonly next: string | undefined
  readonly filters: Filters
  readonly choices: FilterChoices
  readonly counts: { readonly open: number; readonly closed: number; readonly merged: number }
}

const Choice = ({
  name,
  label,
  chosen,
  choices,
}: {
  readonly name: string
  readonly label: string
  readonly chosen: string | undefined
  readonly choices: readonly string[]
}) => (
  <div className="field">
    <label htmlFor={`filter-${name}`}>{label}</label>
    <select id={`filter-${name}`} name={name} defaultValue={chosen ?? ''}>
      <option value="">any</option>
      {(chosen === undefined || choices.includes(chosen) ? choices : [chosen, ...choices]).map((choice) => (
        <option key={choice} value={choice}>
          {shortName(choice)}
        </option>
      ))}
    </select>
  </div>
)

const FilterForm = ({ filters, choices }: Pick<ThreadsPageProps, 'filters' | 'choices'>) => (
  <form className="filters" method="get" role="search" aria-label="Filter threads">
    <input type="hidden" name="state" value={filters.state} />
    <div className="field grow">
      <label htmlFor="filter-q">Text</label>
      <input
        id="filter-q"
        type="search"
        name="q"
        defaultValue={filters.q}
        maxLength={300}
        placeholder="Words in titles and comments"
      />
    </div>
    <Choice name="label" label="Label" chosen={filters.label?.[0]} choices={choices.labels} />
    <Choice name="author" label="Author" chosen={filters.author} choices={choices.authors} />
    <Choice name="assignee" label="Assignee" chosen={filters.assignee} choices={choices.assignees} />
    <div className="field">
      <label htmlFor="filter-sort">Order</label>
      <select id="filter-sort" name="sort" defaultValue={filters.sort ?? 'newest'}>
        <option value="newest">newest</option>
        <option value="oldest">oldest</option>
        <option value="updated">last active</option>
      </select>
    </div>
    <button type="submit">Filter</button>
  </form>
)

const StateTabs = ({
  path,
  filters,
  counts,
  kind,
}: {
  readonly path: string
  readonly filters: Filters
  readonly counts: ThreadsPageProps['counts']
  readonly kind: 'issue' | 'pull'
}) => {
  const states =
    kind === 'issue' ? (['open', 'closed', 'all'] as const) : (['open', 'merged', 'closed', 'all'] as const)
  const all = counts.open + counts.closed + counts.merged
  return (
    <nav aria-label="State">
      <ul className="tabs small">
        {states.map((state) => (
          <li key={state}>
            <a
              href={`${path}${withParameters({ ...filters, state })}`}
              {...(filters.state === state ? { 'aria-current': 'page' as const } : {})}
            >
              {state}
              <span className="count">{state === 'all' ? all : counts[state]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const Answers = ({ count }: { readonly count: number }) =>
  count === 0 ? (
    <span />
  ) : (
    <span className="comment-count">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        <path d="M2 3h12v8H7l-3 3v-3H2z" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>{' '}
      {count}
      <span className="unseen"> comments and reviews</span>
    </span>
  )

const ThreadRow = ({ repository, thread }: { readonly repository: string; readonly thread: ThreadSummary }) => (
  <li className="thread-row" id={`thread-${thread.op}`}>
    <span className={`dot dot-${thread.state}`} role="img" aria-label={thread.state} />
    <div>
      <h2 className="thread-title">
        <a href={threadPath(repository, thread)}>
          <bdi>{thread.title === '' ? '(no title)' : thread.title}</bdi>
        </a>
      </h2>{' '}
      {thread.labels.map((label) => (
        <Label
          key={label}
          label={label}
          href={`${threadsPath(repository, thread.kind)}${withParameters({ state: 'all', label })}`}
        />
      ))}
      <p className="muted">
        #{thread.number} opened <Time at={thread.origin?.at ?? thread.at} /> by{' '}
        <AuthorName author={thread.author} repository={repository} />
        {thread.locked ? ' · locked' : null}
        {thread.assignees.length === 0 ? null : (
          <>
            {' '}
            · assigned to <bdi>{thread.assignees.map(shortName).join(', ')}</bdi>
          </>
        )}
      </p>
    </div>
    <Answers count={thread.commentCount + thread.reviewCount} />
  </li>
)

export const threadsPage = ({
  site,
  repository,
  kind,
  threads,
  next,
  filters,
  choices,
  counts,
}: ThreadsPageProps): string => {
  const path = threadsPath(repository.id, kind)
  const name = kind === 'issue' ? 'Issues' : 'Pulls'
  return renderPage({
    site,
    title: `${name} of ${repository.name}`,
    liveRepository: repository.id,
    children: (
      <>
        <RepositoryHeader repository={repository} tab={kind === 'issue' ? 'issues' : 'pulls'} heading={false} />
        <h1 className="unseen">{name}</h1>
        <FilterForm filters={filters} choices={choices} />
        <div id="state-tabs" data-part>
          <StateTabs path={path} filters={filters} counts={counts} kind={kind} />
        </div>
        {threads.length === 0 ? (
          <div id="thread-list" data-part>
            <Empty>Nothing here fits these filters.</Empty>
          </div>
        ) : (
          <ul className="thread-list" id="thread-list" data-part>
            {threads.map((thread) => (
              <ThreadRow key={thread.op} repository={repository.id} thread={thread} />
            ))}
          </ul>
        )}
        <NextLink href={next === undefined ? undefined : `${path}${withParameters({ ...filters, after: next })}`} />
      </>
    ),
  })
}
