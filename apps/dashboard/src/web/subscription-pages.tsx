import { shown } from '../ids/shown-id.js'
import type { LinkPage } from '../notifier/link-page.js'
import type { DashboardSettings } from '../settings.js'
import { opPath, userPath } from './addresses.js'
import { messagePage } from './message-page.js'
import { siteOf } from './site-of.js'

interface WithSettings {
  readonly settings: DashboardSettings
}

/** The page behind a link of a mail: what it says, and the button that does it. The form posts to the page's own address. */
export const linkPageHtml = ({ settings }: WithSettings, page: LinkPage): string =>
  messagePage(
    siteOf(settings),
    page.title,
    <>
      <p>{page.text}</p>
      {page.action === undefined ? null : (
        <form method="post" className="stacked">
          {page.levels === undefined ? null : (
            <fieldset>
              <legend>Mails about</legend>
              {page.levels.map((level) => (
                <label key={level.value}>
                  <input type="radio" name="level" value={level.value} defaultChecked={level.selected} /> {level.label}
                </label>
              ))}
            </fieldset>
          )}
          <button type="submit">{page.action}</button>
        </form>
      )}
      {page.user === undefined ? null : (
        <p>
          <a href={userPath(shown(page.user))}>To the user</a>
        </p>
      )}
      {page.thread === undefined ? null : (
        <p>
          <a href={opPath(shown(page.thread.log), shown(page.thread.op))}>To the thread</a>
        </p>
      )}
    </>,
  )

/** Said to everyone alike, whatever is known of the address. */
export const subscribedPage = (
  { settings }: WithSettings,
  thread: { readonly log: string; readonly number: number; readonly kind: string; readonly title: string },
): string =>
  messagePage(
    siteOf(settings),
    'Look into your mail',
    <>
      <p>
        If mail can be sent to that address, one is on its way that asks you to confirm. Without your confirmation
        nothing else is sent.
      </p>
      <p>
        <a href={`/r/${shown(thread.log)}/${thread.kind === 'pull' ? 'pulls' : 'issues'}/${thread.number}`}>
          Back to <bdi>{thread.title}</bdi>
        </a>
      </p>
    </>,
  )
