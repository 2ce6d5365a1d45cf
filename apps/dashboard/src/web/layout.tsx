import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { assets, type Site } from './site.js'

export interface LayoutProps {
  readonly site: Site
  readonly title: string
  readonly description?: string
  /** The repository whose changes the open page follows. */
  readonly liveRepository?: string
  /** Where a feed of the page's content is. */
  readonly feed?: string
  readonly search?: string
  readonly operator?: boolean
  readonly children: ReactNode
}

const Contact = ({ contact }: { readonly contact: string }) => {
  const href = /^https?:\/\//.test(contact) ? contact : contact.includes('@') ? `mailto:${contact}` : undefined
  return href === undefined ? <span>{contact}</span> : <a href={href}>{contact}</a>
}

const Brand = ({ site, home }: { readonly site: Site; readonly home: string }) => (
  <a className="brand" href={home}>
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <circle cx="6" cy="6" r="3" />
      <circle cx="18" cy="8" r="3" />
      <circle cx="10" cy="18" r="3" />
      <path d="M8.8 6.7 15 7.6M7 9l2.2 6M12.4 16.2 16.4 10.4" fill="none" strokeWidth="2" />
    </svg>
    <span>{site.mirrorName}</span>
  </a>
)

const SearchForm = ({ search }: { readonly search: string | undefined }) => (
  <form className="site-search" action="/search" method="get" role="search">
    <label className="unseen" htmlFor="site-search">
      Search all repositories
    </label>
    <input
      id="site-search"
      type="search"
      name="q"
      defaultValue={search}
      placeholder="Search threads and comments"
      maxLength={300}
    />
  </form>
)

export const Layout = ({ site, title, description, liveRepository, feed, search, operator, children }: LayoutProps) => (
  <html lang="en">
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} · ${site.mirrorName}`}</title>
      <meta name="color-scheme" content="light dark" />
      {description === undefined ? null : <meta name="description" content={description.slice(0, 300)} />}
      <meta property="og:title" content={title} />
      <meta property="og:site_name" content={site.mirrorName} />
      <link rel="stylesheet" href={assets.style.path} />
      <link rel="icon" href={assets.icon.path} type="image/svg+xml" />
      {feed === undefined ? null : <link rel="alternate" type="application/atom+xml" href={feed} title={title} />}
      {liveRepository === undefined ? null : <script defer src={assets.live.path} />}
    </head>
    <body {...(liveRepository === undefined ? {} : { 'data-live-repository': liveRepository })}>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="site-header">
        <div className="frame">
          <Brand site={site} home={operator === true ? '/operator' : '/'} />
          {operator === true ? <span className="badge">operator</span> : <SearchForm search={search} />}
        </div>
      </header>
      <main id="content" className="frame" tabIndex={-1}>
        {children}
      </main>
      <footer className="site-footer">
        <div className="frame">
          <p>
            <strong>{site.mirrorName}</strong> is a public mirror of hypergit repositories: signed logs that peers
            replicate among themselves.
            {site.contact === undefined ? (
              ' Its operator names no contact.'
            ) : (
              <>
                {' '}
                Contact and abuse: <Contact contact={site.contact} />
              </>
            )}
          </p>
          {operator === true ? null : (
            <p>
              <a href="/api/openapi.json">API</a>
            </p>
          )}
        </div>
      </footer>
      {liveRepository === undefined ? null : (
        <p id="live-note" className="live-note" role="status" aria-live="polite" />
      )}
    </body>
  </html>
)

/** A whole page as text. */
export const renderPage = (props: LayoutProps): string =>
  `<!doctype html>${renderToStaticMarkup(<Layout {...props} />)}`
