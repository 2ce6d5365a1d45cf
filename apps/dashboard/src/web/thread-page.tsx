import { shortName } from '../ids/shown-id.js'
import type { RepositoryDetail } from '../replies/repository.js'
import type { ThreadDetail } from '../replies/thread.js'
import { opPath, threadsPath, withParameters } from './addresses.js'
import { renderPage } from './layout.js'
import { AuthorName } from './author-name.js'
import { Command, ImportedBy, Label, NextLink, Prose, StateBadge, Time } from './pieces.js'
import { RepositoryHeader } from './repository-header.js'
import type { Site } from './site.js'
import { Reactions, Timeline, Unseen } from './timeline.js'

export interface ThreadPageProps {
  readonly site: Site
  readonly repository: Pick<RepositoryDetail, 'id' | 'name' | 'issues' | 'pulls'>
  readonly thread: ThreadDetail
}

const Opening = ({ repository, thread }: { readonly repository: string; readonly thread: ThreadDetail }) => (
  <article className="comment" id={thread.op} aria-label="Opening text">
    <header>
      <AuthorName author={thread.author} repository={repository} /> opened this{' '}
      <Time at={thread.origin?.at ?? thread.at} />
      {thread.origin === undefined ? null : (
        <>
          {' '}
          ·{' '}
          <ImportedBy
            author={thread.author}
            repository={repository}
            source={thread.origin.source}
            url={thread.origin.url}
          />
        </>
      )}
      {thread.edited ? ' · edited' : null}
      <a className="op-link" href={opPath(repository, thread.op)}>
        op
      </a>
    </header>
    {thread.body === null ? <Unseen repository={repository} entry={thread} /> : <Prose text={thread.body} />}
    <Reactions reactions={thread.reactions} />
  </article>
)

const PullFacts = ({ pull }: { readonly pull: NonNullable<ThreadDetail['pull']> }) => (
  <section aria-labelledby="pull-facts">
    <h2 id="pull-facts">Changes</h2>
    <dl className="fact-list narrow">
      <div>
        <dt>From</dt>
        <dd>
          <code className="long">
            {pull.source.gitUrl} {pull.source.ref}
          </code>
        </dd>
      </div>
      <div>
        <dt>Into</dt>
        <dd>
          <code className="long">{pull.targetRef}</code>
        </dd>
      </div>
      <div>
        <dt>Commit</dt>
        <dd>
          <code className="long">{pull.commit}</code>
        </dd>
      </div>
      {pull.mergeCommit === undefined ? null : (
        <div>
          <dt>Merged as</dt>
          <dd>
            <code className="long">{pull.mergeCommit}</code>
          </dd>
        </div>
      )}
    </dl>
  </section>
)

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

const Names = ({ title, names }: { readonly title: string; readonly names: readonly string[] }) => (
  <section>
    <h2>{title}</h2>
    {names.length === 0 ? (
      <p className="muted">none</p>
    ) : (
      <p>
        {names.map((name) => (
          <bdi key={name} className="spaced" title={name}>
            {shortName(name)}
          </bdi>
        ))}
      </p>
    )}
  </section>
)

const Subscribe = ({ thread }: { readonly thread: ThreadDetail }) => (
  <section aria-labelledby="subscribe">
    <h2 id="subscribe">Follow by mail</h2>
    <form method="post" action={`/api/threads/${thread.op}/subscriptions`} className="stacked">
      <label htmlFor="email">Your mail address</label>
      <input id="email" type="email" name="email" required maxLength={320} autoComplete="email" />
      <label htmlFor="level">Mails about</label>
      <select id="level" name="level" defaultValue="all">
        <option value="all">comments and state</option>
        <option value="comments">comments only</option>
      </select>
      <button type="submit">Subscribe</button>
      <p className="muted">A mail asks you to confirm. The address is used for this and nothing else.</p>
    </form>
  </section>
)

const Aside = ({ repository, thread }: { readonly repository: string; readonly thread: ThreadDetail }) => (
  <aside aria-label="About this thread">
    <div id="about" data-part>
      <section>
        <h2>Labels</h2>
        {thread.labels.length === 0 ? (
          <p className="muted">none</p>
        ) : (
          <p>
            {thread.labels.map((label) => (
              <Label
                key={label}
                label={label}
                href={`${threadsPath(repository, thread.kind)}${withParameters({ state: 'all', label })}`}
              />
            ))}
          </p>
        )}
      </section>
      <Names title="Assignees" names={thread.assignees} />
      {thread.milestones.length === 0 ? null : <Names title="Milestones" names={thread.milestones} />}
      {thread.pull === undefined ? null : <PullFacts pull={thread.pull} />}
    </div>
    <section aria-labelledby="reply">
      <h2 id="reply">Take part</h2>
      <Command>{`npx hypergit ${thread.kind} comment ${thread.number} -R ${repository}`}</Command>
    </section>
    <Subscribe thread={thread} />
  </aside>
)

export const threadPage = ({ site, repository, thread }: ThreadPageProps): string => {
  const path = `${threadsPath(repository.id, thread.kind)}/${thread.number}`
  return renderPage({
    site,
    title: `${thread.title} #${thread.number}`,
    ...(thread.body === null ? {} : { description: thread.body }),
    liveRepository: repository.id,
    children: (
      <>
        <RepositoryHeader repository={repository} tab={thread.kind === 'issue' ? 'issues' : 'pulls'} heading={false} />
        <div className="thread-head" id="thread-head" data-part>
          <h1>
            <bdi>{thread.title === '' ? '(no title)' : thread.title}</bdi>{' '}
            <span className="number">#{thread.number}</span>
          </h1>
          <p>
            <StateBadge state={thread.state} kind={thread.kind} />
            {thread.locked ? <span className="badge warn">locked</span> : null}
            {thread.closeReason === undefined || thread.closeReason === '' ? null : (
              <span className="muted">
                {' '}
                <q dir="auto">{thread.closeReason}</q>
              </span>
            )}
            <span className="muted">
              {' '}
              {counted(thread.commentCount, 'comment')}
              {thread.reviewCount === 0 ? '' : `, ${counted(thread.reviewCount, 'review')}`}
            </span>
          </p>
        </div>
        <div className="thread-columns">
          <div>
            <div id="opening" data-part>
              <Opening repository={repository.id} thread={thread} />
            </div>
            <Timeline repository={repository.id} thread={thread} />
            <NextLink
              href={thread.next === undefined ? undefined : `${path}${withParameters({ after: thread.next })}`}
            />
          </div>
          <Aside repository={repository.id} thread={thread} />
        </div>
      </>
    ),
  })
}
