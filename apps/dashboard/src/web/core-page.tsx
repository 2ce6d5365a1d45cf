import { shortId } from '../ids/shown-id.js'
import type { CoreDetail } from '../replies/core.js'
import type { RepositoryDetail } from '../replies/repository.js'
import { corePath, opPath, userPath } from './addresses.js'
import { AuthorName, IdentityMark } from './author-name.js'
import { renderPage } from './layout.js'
import { OpLine } from './op-line.js'
import { Command, Empty } from './pieces.js'
import { RepositoryHeader } from './repository-header.js'
import type { Site } from './site.js'

export interface CorePageProps {
  readonly site: Site
  readonly repository: RepositoryDetail
  readonly core: CoreDetail
}

const Ops = ({
  title,
  name,
  core,
  ops,
  none,
}: {
  readonly title: string
  readonly name: string
  readonly core: CoreDetail
  readonly ops: CoreDetail['claims']
  readonly none: string
}) => (
  <section aria-labelledby={name}>
    <h2 id={name}>{title}</h2>
    {ops.length === 0 ? (
      <Empty>{none}</Empty>
    ) : (
      <ul className="plain">
        {ops.map((op) => (
          <OpLine key={op.op} repository={core.repository.id} op={op} />
        ))}
      </ul>
    )}
  </section>
)

const Facts = ({ core }: { readonly core: CoreDetail }) => (
  <dl className="fact-list">
    <div>
      <dt>Core</dt>
      <dd>
        <code className="long">{core.core}</code>
      </dd>
    </div>
    {core.author.user === undefined ? null : (
      <div>
        <dt>Claims the user</dt>
        <dd>
          <a href={userPath(core.author.user)}>
            <code className="long">{core.author.user}</code>
          </a>
        </dd>
      </div>
    )}
    {core.person === core.core ? null : (
      <div>
        <dt>Counts as</dt>
        <dd>
          one person with the core{' '}
          <a href={corePath(core.repository.id, core.person)}>
            <code>{shortId(core.person)}</code>
          </a>
        </dd>
      </div>
    )}
    <div>
      <dt>Role here</dt>
      <dd>
        {core.role}
        {core.muted ? ', muted' : ''}
        {core.blacklisted === undefined ? null : (
          <>
            , ignored from op {core.blacklisted.from} on: {core.blacklisted.reason}{' '}
            <a href={opPath(core.repository.id, core.blacklisted.op)}>Why</a>
          </>
        )}
      </dd>
    </div>
    <div>
      <dt>Strikes</dt>
      <dd>{core.strikes} for pairing with somebody else’s core; the third one counts as abuse</dd>
    </div>
  </dl>
)

export const corePage = ({ site, repository, core }: CorePageProps): string =>
  renderPage({
    site,
    title: `Who core ${shortId(core.core)} is`,
    liveRepository: repository.id,
    children: (
      <>
        <RepositoryHeader repository={repository} tab="none" heading={false} />
        <div id="core" data-part>
          <h1>Who core {shortId(core.core)} is</h1>
          <p>
            <AuthorName author={core.author} repository={core.repository.id} />
          </p>
          <section className="verdict" aria-labelledby="because">
            <h2 id="because">
              Why <IdentityMark identity={core.author.identity} />
            </h2>
            <ol className="plain">
              {core.because.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ol>
          </section>
          <Facts core={core} />
          <Ops title="Claims" name="claims" core={core} ops={core.claims} none="It has claimed no user." />
          <Ops
            title="Pairs"
            name="pairs"
            core={core}
            ops={core.pairs}
            none="No core has paired with it or given it up, and it with none."
          />
        </div>
        <section aria-labelledby="check">
          <h2 id="check">Check it yourself</h2>
          <Command>{`npx hypergit identity show ${core.core} -R ${repository.id}`}</Command>
        </section>
      </>
    ),
  })
