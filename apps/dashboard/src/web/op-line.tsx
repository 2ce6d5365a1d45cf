import { shortId } from '../ids/shown-id.js'
import type { OpSummary } from '../replies/op.js'
import { opPath, threadPath } from './addresses.js'
import { describeAct } from './describe-act.js'
import { AuthorName } from './author-name.js'
import { OutcomeBadge, Time } from './pieces.js'

/** One op in a line: who did what, where and when, and what became of it. */
export const OpLine = ({ repository, op }: { readonly repository: string; readonly op: OpSummary }) => (
  <li className="op-line">
    <AuthorName author={op.author} repository={repository} /> {describeAct(op.type, op.detail)}
    {op.thread === undefined ? null : (
      <>
        {' '}
        in{' '}
        <a href={threadPath(repository, op.thread)}>
          #{op.thread.number} <bdi>{op.thread.title}</bdi>
        </a>
      </>
    )}
    {' · '}
    <Time at={op.origin?.at ?? op.at} />
    {' · '}
    <a href={opPath(repository, op.op)}>op {shortId(op.op)}</a>{' '}
    {op.outcome === 'accepted' ? null : <OutcomeBadge outcome={op.outcome} reason={op.reason} />}
  </li>
)
