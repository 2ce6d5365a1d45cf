import type { Overview } from '../operator/overview.js'
import { operatorPage } from './operator-layout.js'
import type { Site } from './site.js'

const Figure = ({ value, label }: { readonly value: number | string; readonly label: string }) => (
  <li>
    <strong>{value}</strong>
    {label}
  </li>
)

export const overviewPage = (site: Site, formToken: string, overview: Overview): string =>
  operatorPage({
    site,
    formToken,
    title: 'Overview',
    current: 'overview',
    children: (
      <>
        {overview.ready ? null : (
          <div className="notice" role="alert">
            Not ready:{' '}
            {Object.entries(overview.notReady)
              .map(([name, problem]) => `${name} (${problem})`)
              .join(', ')}
          </div>
        )}
        {overview.refusing.length === 0 ? null : (
          <div className="notice" role="alert">
            Intake is refused: {overview.refusing.join(', ')}
          </div>
        )}
        <ul className="figures">
          <Figure value={overview.repositories.hosted} label="repositories hosted" />
          <Figure value={overview.repositories.waiting} label="waiting for a peer" />
          <Figure value={overview.ops} label="ops judged" />
          <Figure value={overview.peers} label="peer connections" />
          <Figure value={overview.behindBlocks} label="blocks behind" />
          <Figure value={overview.blacklisted} label="cores ignored" />
          <Figure value={overview.queues?.waiting ?? '?'} label="jobs waiting" />
          <Figure value={overview.queues?.failed ?? '?'} label="jobs failed" />
          <Figure value={overview.reports} label="reports" />
          <Figure value={overview.streams} label="open pages" />
        </ul>
        <dl className="fact-list">
          <div>
            <dt>Pages</dt>
            <dd>
              <a href={overview.mirror.publicUrl}>{overview.mirror.publicUrl}</a>
            </dd>
          </div>
          <div>
            <dt>Database</dt>
            <dd>{overview.mirror.database}</dd>
          </div>
          <div>
            <dt>Queues</dt>
            <dd>{overview.mirror.queues}</dd>
          </div>
        </dl>
      </>
    ),
  })
