import type { Blacklisting } from '@hypergit/domain'
import { shortId } from '../ids/shown-id.js'
import type { OpDetail } from '../replies/op.js'
import type { RepositoryDetail } from '../replies/repository.js'
import { evidenceFile, evidencePath, opPath, threadPath } from './addresses.js'
import { describeAct } from './describe-act.js'
import { renderPage } from './layout.js'
import { OpLine } from './op-line.js'
import { AuthorName } from './author-name.js'
import { Command, Empty, ImportedBy, OutcomeBadge, Prose, Time } from './pieces.js'
import { RepositoryHeader } from './repository-header.js'
import type { Site } from './site.js'

export interface OpPageProps {
  readonly site: Site
  readonly repository: Pick<RepositoryDetail, 'id' | 'name' | 'issues' | 'pulls'>
  readonly op: OpDetail
  /** What there is evidence of. */
  readonly blacklisting: Blacklisting | undefined
  /** Of these pages, as readers reach them. */
  readonly origin: string
}

const outcomeText: Readonly<Record<OpDetail['outcome'], string>> = {
  accepted: 'It counts.',
  hidden:
    'It was allowed by what its author had seen, and is hidden by something that had not reached them. Its core stays connected.',
  held: 'It waits until its core is confirmed as its user’s.',
  violation: 'It breaks a rule by what its author had seen. Its core is ignored from here on.',
  ignored: 'It is ignored because of its core’s record.',
  parked: 'It waits for something that it builds on.',
}

const evidenceText: Readonly<Record<Blacklisting['kind'], string>> = {
  violation: 'that the core wrote an op that its own past forbids',
  ban: 'that the core was banned by somebody who could',
  equivocation: 'that the core signed two histories',
}

/** Where the bundle is, and what to do with it. */
const Evidence = ({ address, blacklisting }: { readonly address: string; readonly blacklisting: Blacklisting }) => (
  <>
    <h3>Evidence</h3>
    <p>
      <a href={new URL(address).pathname} download={evidenceFile(blacklisting)} rel="nofollow">
        The evidence
      </a>{' '}
      shows anybody {evidenceText[blacklisting.kind]}: offline, by signatures alone, and without trust in this mirror.
    </p>
    <Command>{`curl -fo ${evidenceFile(blacklisting)} ${address}\nnpx hypergit evidence verify ${evidenceFile(blacklisting)}`}</Command>
  </>
)

export const opPage = ({ site, repository, op, blacklisting, origin }: OpPageProps): string =>
  renderPage({
    site,
    title: `Op ${shortId(op.op)}`,
    liveRepository: repository.id,
    children: (
      <>
        <RepositoryHeader repository={repository} tab="none" heading={false} />
        <div id="op" data-part>
          <h1>Op {shortId(op.op)}</h1>
          <p>
            <AuthorName author={op.author} repository={repository.id} /> {describeAct(op.type, op.detail)}
            {op.thread === undefined ? null : (
              <>
                {' '}
                in{' '}
                <a href={`${threadPath(repository.id, op.thread)}#${op.op}`}>
                  #{op.thread.number} <bdi>{op.thread.title}</bdi>
                </a>
              </>
            )}
            {' · '}
            <Time at={op.origin?.at ?? op.at} />
            {op.origin === undefined ? null : (
              <>
                {' '}
                ·{' '}
                <ImportedBy
                  author={op.author}
                  repository={repository.id}
                  source={op.origin.source}
                  url={op.origin.url}
                />
              </>
            )}
          </p>
          <section className={`verdict verdict-${op.outcome}`} aria-labelledby="outcome">
            <h2 id="outcome">
              Outcome <OutcomeBadge outcome={op.outcome} reason={op.reason} />
            </h2>
            <p>
              <strong>{op.explanation}</strong> {outcomeText[op.outcome]}
            </p>
            <p>
              Rule: <code>{op.rule}</code>
            </p>
          </section>
          <section aria-labelledby="decided">
            <h2 id="decided">Decided by</h2>
            {op.decidedBy.length === 0 && op.missing.length === 0 ? (
              <Empty>No other op: this one alone.</Empty>
            ) : (
              <ul className="plain">
                {op.decidedBy.map((deciding) => (
                  <OpLine key={deciding.op} repository={repository.id} op={deciding} />
                ))}
                {op.missing.map((id) => (
                  <li key={id}>
                    <a href={opPath(repository.id, id)}>op {shortId(id)}</a>, not known here
                  </li>
                ))}
              </ul>
            )}
          </section>
          {op.body === null || op.body === '' ? null : (
            <section aria-labelledby="text">
              <h2 id="text">Text</h2>
              <Prose text={op.body} />
            </section>
          )}
          <section aria-labelledby="facts">
            <h2 id="facts">The op itself</h2>
            <dl className="fact-list">
              <div>
                <dt>Id</dt>
                <dd>
                  <code className="long">{op.op}</code>
                </dd>
              </div>
              <div>
                <dt>Core</dt>
                <dd>
                  <code className="long">{op.author.core}</code>, op {op.seq}
                </dd>
              </div>
              <div>
                <dt>Action</dt>
                <dd>
                  <code>{op.type}</code>
                </dd>
              </div>
              <div>
                <dt>Effective</dt>
                <dd>
                  <Time at={op.effective.at} />
                </dd>
              </div>
              {op.parents.length === 0 ? null : (
                <div>
                  <dt>Cites</dt>
                  <dd>
                    {op.parents.map((parent) => (
                      <a key={parent.op} className="spaced" href={opPath(repository.id, parent.op)}>
                        {shortId(parent.op)}
                      </a>
                    ))}
                  </dd>
                </div>
              )}
            </dl>
          </section>
        </div>
        <section id="check-it" data-part aria-labelledby="check">
          <h2 id="check">Check it yourself</h2>
          <p>Any peer that has the repository computes the same outcome.</p>
          <Command>{`npx hypergit why ${op.op} -R ${repository.id}`}</Command>
          {blacklisting === undefined ? null : (
            <Evidence address={`${origin}${evidencePath(repository.id, op.op)}`} blacklisting={blacklisting} />
          )}
        </section>
      </>
    ),
  })
