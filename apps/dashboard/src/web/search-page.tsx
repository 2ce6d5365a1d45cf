import type { SearchHit } from '../replies/found.js'
import { repositoryPath, threadPath, withParameters } from './addresses.js'
import { renderPage } from './layout.js'
import { Empty, NextLink, Time } from './pieces.js'
import type { Site } from './site.js'

export interface SearchPageProps {
  readonly site: Site
  readonly q: string | undefined
  readonly hits: readonly SearchHit[]
  readonly next: string | undefined
}

const Hit = ({ hit }: { readonly hit: SearchHit }) => (
  <li className="card">
    <h2>
      <a href={`${threadPath(hit.repository.id, hit.thread)}#${hit.op}`}>
        <bdi>{hit.thread.title}</bdi> <span className="number">#{hit.thread.number}</span>
      </a>
    </h2>
    <p className="muted">
      <a href={repositoryPath(hit.repository.id)}>
        <bdi>{hit.repository.name}</bdi>
      </a>{' '}
      · <Time at={hit.at} />
    </p>
    <p dir="auto">
      {hit.excerpt.map((piece, index) =>
        piece.hit ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
      )}
    </p>
  </li>
)

export const searchPage = ({ site, q, hits, next }: SearchPageProps): string =>
  renderPage({
    site,
    title: q === undefined ? 'Search' : `Search for ${q}`,
    ...(q === undefined ? {} : { search: q }),
    children: (
      <>
        <h1>Search</h1>
        {hits.length === 0 ? (
          <Empty>
            {q === undefined ? 'Say above what to search for.' : 'Nothing was found. Try other or fewer words.'}
          </Empty>
        ) : (
          <ul className="cards wide">
            {hits.map((hit) => (
              <Hit key={`${hit.repository.id}${hit.op}`} hit={hit} />
            ))}
          </ul>
        )}
        <NextLink href={next === undefined ? undefined : `/search${withParameters({ q, after: next })}`} />
      </>
    ),
  })
