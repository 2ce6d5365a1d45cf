import { messagePage } from './message-page.js'
import type { Site } from './site.js'

export const signInPage = (site: Site, problem?: string): string =>
  messagePage(
    site,
    'Operator',
    <>
      {problem === undefined ? null : (
        <p className="notice" role="alert">
          {problem}
        </p>
      )}
      <form method="post" action="/operator/sign-in" className="stacked">
        <label htmlFor="token">Token</label>
        <input id="token" type="password" name="token" required autoComplete="current-password" maxLength={512} />
        <button type="submit">Sign in</button>
        <p className="muted">HYPERGIT_OPERATOR_TOKEN, or the setupToken of the mirror’s mirror.json.</p>
      </form>
    </>,
    true,
  )
