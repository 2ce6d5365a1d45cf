import type { ReactNode } from 'react'
import { renderMarkdown } from '../markdown/render-markdown.js'
import type { Author } from '../replies/author.js'
import { AuthorName } from './author-name.js'

const dateText = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** A moment: the exact one for machines, one to read for people. Times that no calendar has are shown as numbers. */
export const Time = ({ at }: { readonly at: number }) =>
  Math.abs(at) > 8.64e15 ? (
    <span>{at} ms</span>
  ) : (
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()}>{`${dateText.format(at)} UTC`}</time>
  )

export const Prose = ({ text }: { readonly text: string }) =>
  text.trim() === '' ? (
    <p className="empty-text">No text.</p>
  ) : (
    <div className="prose" dir="auto" dangerouslySetInnerHTML={{ __html: renderMarkdown(text) }} />
  )

const webAddress = /^https?:\/\//i

/** Where something was imported from: a link where an address of the web is known. */
const Source = ({ source, url }: { readonly source: string; readonly url: string | undefined }) => {
  const href = [url, source].find((address) => address !== undefined && webAddress.test(address))
  const name = <bdi>{source.replace(webAddress, '')}</bdi>
  return href === undefined ? (
    name
  ) : (
    <a href={href} rel="nofollow noopener noreferrer ugc">
      {name}
    </a>
  )
}

/** Said beside everything that an admin imported. */
export const ImportedBy = ({
  author,
  repository,
  source,
  url,
}: {
  readonly author: Author
  readonly repository: string
  readonly source: string
  readonly url?: string | undefined
}) => (
  <span className="imported">
    imported by <AuthorName author={author} repository={repository} importer /> from{' '}
    <Source source={source} url={url} />
  </span>
)

const hueCount = 8
const hueOf = (label: string): number =>
  Array.from(label).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973, 7) % hueCount

export const Label = ({ label, href }: { readonly label: string; readonly href?: string }) =>
  href === undefined ? (
    <bdi className={`label hue-${hueOf(label)}`}>{label}</bdi>
  ) : (
    <a className={`label hue-${hueOf(label)}`} href={href}>
      <bdi>{label}</bdi>
    </a>
  )

export const StateBadge = ({
  state,
  kind,
}: {
  readonly state: 'open' | 'closed' | 'merged'
  readonly kind: 'issue' | 'pull'
}) => <span className={`state state-${state}`}>{`${kind === 'issue' ? 'Issue' : 'Pull'} ${state}`}</span>

export const OutcomeBadge = ({
  outcome,
  reason,
}: {
  readonly outcome: string
  readonly reason?: string | undefined
}) => <span className={`outcome outcome-${outcome}`}>{reason === undefined ? outcome : `${outcome}: ${reason}`}</span>

/** A command to copy. */
export const Command = ({ children }: { readonly children: string }) => (
  <pre className="command">
    <code>{children}</code>
  </pre>
)

export const Empty = ({ children }: { readonly children: ReactNode }) => <p className="empty">{children}</p>

export const NextLink = ({ href }: { readonly href: string | undefined }) =>
  href === undefined ? null : (
    <nav className="paging" aria-label="More">
      <a className="button" rel="next" href={href}>
        Older
      </a>
    </nav>
  )
