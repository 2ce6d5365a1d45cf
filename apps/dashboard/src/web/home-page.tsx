import type { RepositorySummary } from '../replies/repository.js'
import { repositoryPath } from './addresses.js'
import { renderPage } from './layout.js'
import { Command, NextLink, Time } from './pieces.js'
import type { Site } from './site.js'

export interface HomeProps {
  readonly site: Site
  readonly repositories: readonly RepositorySummary[]
  readonly next: string | undefined
  readonly q: string | undefined
  /** For the commands that an empty mirror shows. */
  readonly bootstrap: string | undefined
  readonly operatorUrl: string
}

const RepositoryCard = ({ repository }: { readonly repository: RepositorySummary }) => (
  <li className="card">
    <h2>
      <a href={repositoryPath(repository.id)}>
        <bdi>{repository.name === '' ? repository.id.slice(0, 16) : repository.name}</bdi>
      </a>
    </h2>
    {repository.state === 'waiting' ? (
      <p className="muted">Waiting for a peer that has it.</p>
    ) : (
      <>
        {repository.description === '' ? null : <p dir="auto">{repository.description}</p>}
        <ul className="facts">
          <li>
            <strong>{repository.issues.open}</strong> open issues
          </li>
          <li>
            <strong>{repository.pulls.open}</strong> open pulls
          </li>
          <li>
            <strong>{repository.threads.closed}</strong> closed
          </li>
          <li>
            <strong>{repository.peers}</strong> peers
          </li>
          {repository.at === null || repository.at === 0 ? null : (
            <li>
              active <Time at={repository.at} />
            </li>
          )}
        </ul>
      </>
    )}
  </li>
)

/** What to do with a mirror that hosts nothing: the commands, with this mirror's own addresses in them. */
const FirstSteps = ({ bootstrap, operatorUrl }: Pick<HomeProps, 'bootstrap' | 'operatorUrl'>) => {
  const network = bootstrap === undefined ? '' : ` --bootstrap ${bootstrap}`
  return (
    <section className="hero" aria-labelledby="first-steps">
      <h1 id="first-steps">This mirror hosts nothing yet</h1>
      <p>
        A repository starts on your own machine. Three commands create one, serve it to peers, and have it shown here.
      </p>
      <ol className="steps">
        <li>
          <h2>Create it</h2>
          <Command>{`npx hypergit repo create NAME${network}`}</Command>
        </li>
        <li>
          <h2>Serve it</h2>
          <Command>{`npx hypergit seed${network}`}</Command>
        </li>
        <li>
          <h2>Have it hosted</h2>
          <Command>{`npx hypergit mirror add LINK --url ${operatorUrl}`}</Command>
          <p className="muted">
            LINK is what the first command prints. The operator’s token is asked for, or taken from
            HYPERGIT_MIRROR_TOKEN.
          </p>
        </li>
      </ol>
    </section>
  )
}

export const homePage = ({ site, repositories, next, q, bootstrap, operatorUrl }: HomeProps): string =>
  renderPage({
    site,
    title: 'Repositories',
    children:
      repositories.length === 0 && q === undefined ? (
        <FirstSteps bootstrap={bootstrap} operatorUrl={operatorUrl} />
      ) : (
        <>
          <div className="title-row">
            <h1>Repositories</h1>
            <form method="get" className="inline-form">
              <label className="unseen" htmlFor="q">
                Name or description
              </label>
              <input id="q" type="search" name="q" defaultValue={q} placeholder="Name or description" maxLength={300} />
              <button type="submit">Find</button>
            </form>
          </div>
          {repositories.length === 0 ? (
            <p className="empty">No repository is named so.</p>
          ) : (
            <ul className="cards">
              {repositories.map((repository) => (
                <RepositoryCard key={repository.id} repository={repository} />
              ))}
            </ul>
          )}
          <NextLink href={next} />
        </>
      ),
  })
