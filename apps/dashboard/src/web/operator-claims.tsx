import { shortId } from '../ids/shown-id.js'
import { claimFilters, type ClaimFilter, type OperatorClaim } from '../operator/claims.js'
import { followingText } from '../queries/identity-words.js'
import { repositoryPath, userPath, withParameters } from './addresses.js'
import { IdentityMark } from './author-name.js'
import { operatorPage } from './operator-layout.js'
import { type Session, Table } from './operator-tables.js'
import { Empty, NextLink } from './pieces.js'

const path = '/operator/claims'

const Filters = ({ current }: { readonly current: ClaimFilter }) => (
  <nav aria-label="Claims">
    <ul className="tabs">
      {claimFilters.map((filter) => (
        <li key={filter}>
          <a
            href={`${path}${withParameters({ problem: filter })}`}
            {...(filter === current ? { 'aria-current': 'page' as const } : {})}
          >
            {filter}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

const ClaimRow = ({ claim, publicUrl }: { readonly claim: OperatorClaim; readonly publicUrl: string }) => {
  const late = claim.following === undefined ? undefined : followingText(claim.following)
  return (
    <tr>
      <td>
        <a href={`${publicUrl}${repositoryPath(claim.repository)}`}>
          <bdi>{claim.repositoryName === '' ? shortId(claim.repository) : claim.repositoryName}</bdi>
        </a>
      </td>
      <td>
        <code title={claim.core}>{shortId(claim.core)}</code>
      </td>
      <td>
        <a href={`${publicUrl}${userPath(claim.user)}`}>
          {claim.name === undefined ? null : <bdi>{claim.name} </bdi>}
          <code>{shortId(claim.user)}</code>
        </a>
      </td>
      <td>
        <IdentityMark identity={claim.state} />
      </td>
      <td>
        {claim.problem === undefined ? null : (
          <>
            <strong>{claim.problem}</strong>: {claim.explanation}{' '}
          </>
        )}
        {late}
      </td>
      <td>
        {claim.claimUrl === undefined ? null : (
          <>
            <a href={claim.claimUrl}>claim</a>
            {', '}
          </>
        )}
        <a href={claim.evidenceUrl}>pairs and strikes</a>
      </td>
    </tr>
  )
}

export const claimsPage = (
  session: Session,
  list: { readonly items: readonly OperatorClaim[]; readonly next?: string },
  filter: ClaimFilter,
  publicUrl: string,
): string =>
  operatorPage({
    ...session,
    title: 'Claims',
    current: 'claims',
    children: (
      <>
        <p className="muted">
          Who claims to be whom. Nothing here needs a decision of yours: the repositories’ own logs decide. It shows who
          may need help, and who tries to pass for somebody else.
        </p>
        <Filters current={filter} />
        {list.items.length === 0 ? (
          <Empty>No claim is so.</Empty>
        ) : (
          <Table head={['Repository', 'Core', 'Claims to be', 'Identity', 'Problem', 'Evidence']}>
            {list.items.map((claim) => (
              <ClaimRow key={`${claim.repository}${claim.core}${claim.user}`} claim={claim} publicUrl={publicUrl} />
            ))}
          </Table>
        )}
        <NextLink
          href={list.next === undefined ? undefined : `${path}${withParameters({ problem: filter, after: list.next })}`}
        />
      </>
    ),
  })
