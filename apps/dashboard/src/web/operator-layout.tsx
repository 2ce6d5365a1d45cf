import type { ReactNode } from 'react'
import { renderPage } from './layout.js'
import type { Site } from './site.js'

export interface OperatorLayoutProps {
  readonly site: Site
  readonly title: string
  readonly current: OperatorTab
  /** Carried by every form of the session. */
  readonly formToken: string
  readonly children: ReactNode
}

const tabs = {
  overview: ['Overview', '/operator'],
  repositories: ['Repositories', '/operator/repositories'],
  queues: ['Queues', '/operator/queues'],
  peers: ['Peers', '/operator/peers'],
  blacklist: ['Blacklist', '/operator/blacklist'],
  claims: ['Claims', '/operator/claims'],
  outbox: ['Outbox', '/operator/outbox'],
} as const

export type OperatorTab = keyof typeof tabs

export const FormToken = ({ token }: { readonly token: string }) => (
  <input type="hidden" name="formToken" value={token} />
)

export const operatorPage = ({ site, title, current, formToken, children }: OperatorLayoutProps): string =>
  renderPage({
    site,
    title: `${title} · operator`,
    operator: true,
    children: (
      <>
        <div className="title-row">
          <nav aria-label="Operator">
            <ul className="tabs">
              {Object.entries(tabs).map(([tab, [label, href]]) => (
                <li key={tab}>
                  <a href={href} {...(tab === current ? { 'aria-current': 'page' as const } : {})}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <form method="post" action="/operator/sign-out">
            <FormToken token={formToken} />
            <button className="quiet" type="submit">
              Sign out
            </button>
          </form>
        </div>
        <h1>{title}</h1>
        {children}
      </>
    ),
  })
