import { identityMarks, identityMeanings } from '@hypergit/domain'
import { shortId } from '../ids/shown-id.js'
import type { Author, Identity } from '../replies/author.js'
import { corePath, userPath } from './addresses.js'

/** How sure it is who wrote something: a mark for the eye, the word, and for who hears the page what the word stands for. */
export const IdentityMark = ({ identity, href }: { readonly identity: Identity; readonly href?: string }) => {
  const said = (
    <>
      <span aria-hidden="true">{identityMarks[identity]} </span>
      {identity}
      <span className="unseen">: this core {identityMeanings[identity]}.</span>
    </>
  )
  const shown = { className: `identity identity-${identity}`, title: `This core ${identityMeanings[identity]}` }
  return href === undefined ? (
    <span {...shown}>{said}</span>
  ) : (
    <a {...shown} href={href}>
      {said}
      <span className="unseen"> Why</span>
    </a>
  )
}

/** A user by their own name and the beginning of their id, since anybody may take any name; a core by its id alone. */
const WhoWrote = ({ author, name }: { readonly author: Author; readonly name: string | undefined }) => (
  <a href={userPath(author.user ?? author.core)} title={author.core}>
    {name === undefined ? (
      shortId(author.core)
    ) : (
      <>
        <bdi>{name}</bdi> <code>{shortId(author.user ?? author.core)}</code>
      </>
    )}
  </a>
)

/**
 * Who wrote something in a repository, with how sure that is and a link to why. An imported name is an importer's word, so it has no mark;
 * `importer` names the one who imported it instead.
 */
export const AuthorName = ({
  author,
  repository,
  importer = false,
}: {
  readonly author: Author
  readonly repository: string
  readonly importer?: boolean
}) => {
  if (author.imported === true && !importer)
    return (
      <span className="author">
        <strong>
          <bdi>{author.name}</bdi>
        </strong>
      </span>
    )
  return (
    <span className="author">
      <WhoWrote author={author} name={importer ? author.userName : author.name} />{' '}
      <IdentityMark identity={author.identity} href={corePath(repository, author.core)} />
    </span>
  )
}

/** The same in plain words, for feeds. */
export const authorText = ({ name, imported, user, core, identity }: Author): string => {
  if (name === undefined) return `${shortId(core)} (${identity})`
  return imported === true ? `${name} (imported)` : `${name} ${shortId(user ?? core)} (${identity})`
}
