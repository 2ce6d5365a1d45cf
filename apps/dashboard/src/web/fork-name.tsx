import { shortId } from '../ids/shown-id.js'
import type { ForkLinkReply } from '../replies/fork.js'
import { repositoryPath } from './addresses.js'

const marks: Readonly<Record<ForkLinkReply['link'], string>> = { confirmed: '✓', maybe: '?' }

/** The other end of a fork, by a link where it is hosted here, with how sure the link is: by a mark and in words. */
export const ForkName = ({ fork }: { readonly fork: ForkLinkReply }) => {
  const { id, name } = fork.repository
  const said = name === undefined || name === '' ? <code>{shortId(id)}</code> : <bdi>{name}</bdi>
  return (
    <>
      {fork.hosted ? <a href={repositoryPath(id)}>{said}</a> : <span title={id}>{said}</span>}{' '}
      <span className={`identity identity-${fork.link}`}>
        <span aria-hidden="true">{marks[fork.link]} </span>
        {fork.link}
      </span>
      <span className="muted">
        {fork.explanation}
        {fork.hosted ? '' : ' This mirror does not host it.'}
      </span>
    </>
  )
}
