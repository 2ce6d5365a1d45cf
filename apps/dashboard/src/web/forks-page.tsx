import type { Page } from '../replies/author.js'
import type { ForkLinkReply } from '../replies/fork.js'
import type { RepositoryDetail } from '../replies/repository.js'
import { forksPath, withParameters } from './addresses.js'
import { ForkName } from './fork-name.js'
import { renderPage } from './layout.js'
import { Empty, NextLink } from './pieces.js'
import { RepositoryHeader } from './repository-header.js'
import type { Site } from './site.js'

export interface ForksPageProps {
  readonly site: Site
  readonly repository: RepositoryDetail
  readonly forks: Page<ForkLinkReply>
}

export const forksPage = ({ site, repository, forks }: ForksPageProps): string =>
  renderPage({
    site,
    title: `Forks of ${repository.name}`,
    liveRepository: repository.id,
    children: (
      <>
        <RepositoryHeader repository={repository} tab="none" heading={false} />
        <h1>Forks</h1>
        <p className="muted">
          Anyone may announce a fork, and a fork may name any parent: a link is confirmed when both name each other, and
          maybe until then.
        </p>
        {repository.parent === undefined ? null : (
          <p id="parent" data-part>
            This is a fork of <ForkName fork={repository.parent} />
          </p>
        )}
        <div id="fork-list" data-part>
          {forks.items.length === 0 ? (
            <Empty>No forks are known here.</Empty>
          ) : (
            <ul className="plain">
              {forks.items.map((fork) => (
                <li key={fork.repository.id}>
                  <ForkName fork={fork} />
                </li>
              ))}
            </ul>
          )}
        </div>
        <NextLink
          href={
            forks.next === undefined ? undefined : `${forksPath(repository.id)}${withParameters({ after: forks.next })}`
          }
        />
      </>
    ),
  })
