import type { RepositorySummary } from '../replies/repository.js'
import { repositoryPath, threadsPath } from './addresses.js'

export type RepositoryTab = 'overview' | 'issues' | 'pulls' | 'none'

type Summary = Pick<RepositorySummary, 'id' | 'name' | 'issues' | 'pulls'>

const Tab = ({
  href,
  label,
  count,
  current,
}: {
  readonly href: string
  readonly label: string
  readonly count?: number
  readonly current: boolean
}) => (
  <li>
    <a href={href} {...(current ? { 'aria-current': 'page' as const } : {})}>
      {label}
      {count === undefined ? null : <span className="count">{count}</span>}
    </a>
  </li>
)

/** The repository's name and its parts, on each of its pages. `heading`: the name is the page's own title. */
export const RepositoryHeader = ({
  repository,
  tab,
  heading,
}: {
  readonly repository: Summary
  readonly tab: RepositoryTab
  readonly heading: boolean
}) => {
  const name = (
    <a href={repositoryPath(repository.id)}>
      <bdi>{repository.name === '' ? repository.id.slice(0, 16) : repository.name}</bdi>
    </a>
  )
  return (
    <div className="repository-header" id="repository-header" data-part>
      {heading ? <h1 className="repository-name">{name}</h1> : <p className="repository-name">{name}</p>}
      <nav aria-label="Repository">
        <ul className="tabs">
          <Tab href={repositoryPath(repository.id)} label="Overview" current={tab === 'overview'} />
          <Tab
            href={threadsPath(repository.id, 'issue')}
            label="Issues"
            count={repository.issues.open}
            current={tab === 'issues'}
          />
          <Tab
            href={threadsPath(repository.id, 'pull')}
            label="Pulls"
            count={repository.pulls.open}
            current={tab === 'pulls'}
          />
        </ul>
      </nav>
    </div>
  )
}
