import type { ReactNode } from 'react'
import { renderPage } from './layout.js'
import type { Site } from './site.js'

/** A page that says one thing. */
export const messagePage = (site: Site, title: string, children: ReactNode, operator = false): string =>
  renderPage({
    site,
    title,
    operator,
    children: (
      <section className="message">
        <h1>{title}</h1>
        {children}
      </section>
    ),
  })

const titles: Readonly<Record<number, string>> = {
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Which one?',
  429: 'Too many requests',
  503: 'Not at the moment',
}

export const errorPage = (site: Site, status: number, message: string, operator = false): string =>
  messagePage(
    site,
    titles[status] ?? (status >= 500 ? 'Something went wrong' : 'That did not work'),
    <p>{message}</p>,
    operator,
  )
