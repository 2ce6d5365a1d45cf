import { shown, shortId } from '../ids/shown-id.js'
import type { ThreadView } from '@hypergit/domain'
import { threadsPath } from './addresses.js'
import { messagePage } from './message-page.js'
import type { Site } from './site.js'

/** Several threads share a number (docs/protocol.md, section 5): the reader says which. */
export const candidatesPage = (site: Site, repository: string, threads: readonly ThreadView[]): string =>
  messagePage(
    site,
    'Which one?',
    <>
      <p>Several threads have this number.</p>
      <ul className="plain">
        {threads.map((thread) => {
          const op = shown(thread.op)
          return (
            <li key={op}>
              <a href={`${threadsPath(repository, thread.kind)}/${op}`}>
                #{thread.number}·{shortId(op)} <bdi>{thread.title}</bdi>
              </a>
            </li>
          )
        })}
      </ul>
    </>,
  )
