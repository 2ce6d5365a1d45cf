import type { OpSummary } from '../replies/op.js'
import type { RepositoryDetail } from '../replies/repository.js'
import { forksPath, opPath, repositoryPath, threadsPath } from './addresses.js'
import { ForkName } from './fork-name.js'
import { renderPage } from './layout.js'
import { OpLine } from './op-line.js'
import { AuthorName } from './author-name.js'
import { Command, Empty } from './pieces.js'
import { RepositoryHeader } from './repository-header.js'
import type { Site } from './site.js'

export interface RepositoryPageProps {
  readonly site: Site
  readonly repository: RepositoryDetail
  readonly moderation: readonly OpSummary[]
  readonly bootstrap: string | undefined
}

const Facts = ({ repository }: { readonly repository: RepositoryDetail }) => (
  <dl className="fact-list" id="facts" data-part>
    <div>
      <dt>Link</dt>
      <dd>
        <code className="long">{repository.link}</code>
      </dd>
    </div>
    {repository.gitUrl === '' ? null : (
      <div>
        <dt>Git</dt>
        <dd>
          <code className="long">{repository.gitUrl}</code>
        </dd>
      </div>
    )}
    <div>
      <dt>Threads</dt>
      <dd>
        <a href={threadsPath(repository.id, 'issue')}>
          {repository.issues.open} open and {repository.issues.closed} closed issues
        </a>
        ,{' '}
        <a href={threadsPath(repository.id, 'pull')}>
          {repository.pulls.open} open, {repository.pulls.merged} merged and {repository.pulls.closed} closed pulls
        </a>
      </dd>
    </div>
    <div>
      <dt>Peers</dt>
      <dd>
        {repository.peers}
        {repository.lag === null || repository.lag === 0 ? null : `, ${repository.lag} blocks behind`}
      </dd>
    </div>
    <div>
      <dt>Ops</dt>
      <dd>{repository.ops}</dd>
    </div>
    {repository.forkOf === null ? null : (
      <div>
        <dt>Fork of</dt>
        <dd>{repository.parent === undefined ? 'itself' : <ForkName fork={repository.parent} />}</dd>
      </div>
    )}
    {repository.forks.length === 0 ? null : (
      <div>
        <dt>Forks</dt>
        <dd>
          <a href={forksPath(repository.id)}>{repository.forks.length} known here, and how sure each of them is</a>
        </dd>
      </div>
    )}
    {repository.stateHash === null ? null : (
      <div>
        <dt>State</dt>
        <dd>
          <code className="long">{repository.stateHash}</code>
        </dd>
      </div>
    )}
  </dl>
)

const People = ({ repository }: { readonly repository: RepositoryDetail }) => (
  <section aria-labelledby="people" id="people-part" data-part>
    <h2 id="people">People</h2>
    <ul className="plain">
      {repository.roles.map((holder) => (
        <li key={holder.core}>
          <AuthorName author={holder} repository={repository.id} /> <span className="badge">{holder.role}</span>
          {holder.muted ? <span className="badge warn">muted</span> : null}
        </li>
      ))}
    </ul>
    {repository.muted.length === 0 ? null : (
      <>
        <h3>Muted</h3>
        <ul className="plain">
          {repository.muted.map((author) => (
            <li key={author.core}>
              <AuthorName author={author} repository={repository.id} />
            </li>
          ))}
        </ul>
      </>
    )}
  </section>
)

const Blacklist = ({ repository }: { readonly repository: RepositoryDetail }) => (
  <section aria-labelledby="blacklist" id="blacklist-part" data-part>
    <h2 id="blacklist">Blacklist</h2>
    {repository.blacklist.length === 0 ? (
      <Empty>No core is ignored.</Empty>
    ) : (
      <ul className="plain">
        {repository.blacklist.map((entry) => (
          <li key={entry.core}>
            <AuthorName author={entry.author} repository={repository.id} /> is ignored from op {entry.from} on:{' '}
            <strong>{entry.reason}</strong>. {entry.explanation} <a href={opPath(repository.id, entry.op)}>Why</a>
          </li>
        ))}
      </ul>
    )}
  </section>
)

export const repositoryPage = ({ site, repository, moderation, bootstrap }: RepositoryPageProps): string => {
  const network = bootstrap === undefined ? '' : ` --bootstrap ${bootstrap}`
  return renderPage({
    site,
    title: repository.name === '' ? repository.id.slice(0, 16) : repository.name,
    description: repository.description,
    liveRepository: repository.id,
    feed: `${repositoryPath(repository.id)}.atom`,
    children: (
      <>
        <RepositoryHeader repository={repository} tab="overview" heading />
        {repository.state === 'waiting' ? (
          <Empty>Waiting for a peer that has this repository.</Empty>
        ) : (
          <p className="lead" dir="auto">
            {repository.description}
          </p>
        )}
        <Facts repository={repository} />
        <section aria-labelledby="take-part">
          <h2 id="take-part">Take part</h2>
          <Command>{`npx hypergit repo clone ${repository.link}${network}`}</Command>
        </section>
        <div className="columns">
          <People repository={repository} />
          <Blacklist repository={repository} />
        </div>
        <section aria-labelledby="moderation" id="moderation-part" data-part>
          <h2 id="moderation">Moderation log</h2>
          {moderation.length === 0 ? (
            <Empty>Nothing was moderated.</Empty>
          ) : (
            <ul className="plain">
              {moderation.map((op) => (
                <OpLine key={op.op} repository={repository.id} op={op} />
              ))}
            </ul>
          )}
          <p>
            <a href={`/api/repositories/${repository.id}/moderation`}>The whole log, as JSON</a>
          </p>
        </section>
      </>
    ),
  })
}
