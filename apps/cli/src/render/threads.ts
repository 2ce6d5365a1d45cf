import type { ThreadView } from '@hypergit/domain'
import type { Authors } from './authors.js'
import { colors as pc } from './colors.js'
import { safeLine } from './terminal-text.js'
import { tableOf } from './table.js'

export { shortId } from './authors.js'

export const dateOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')

export const stateWord = (thread: ThreadView): string => {
  const word = thread.locked ? `${thread.state}, locked` : thread.state
  switch (thread.state) {
    case 'open':
      return pc.green(word)
    case 'merged':
      return pc.magenta(word)
    case 'closed':
      return pc.red(word)
    default:
      return thread.state satisfies never
  }
}

const labelsOf = (labels: readonly string[]): string => labels.map((label) => pc.cyan(safeLine(label, 40))).join(', ')

export const threadList = (threads: readonly ThreadView[], authors: Authors): string =>
  threads.length === 0
    ? 'none'
    : tableOf(
        threads.map((thread) => [
          `#${thread.number}`,
          thread.decision.outcome === 'held' ? pc.yellow('waits to be confirmed') : stateWord(thread),
          safeLine(thread.title, 80),
          labelsOf(thread.labels),
          authors.text(thread.author, thread.origin),
          dateOf(thread.origin?.at ?? thread.at),
        ]),
      )

/** What `list --json` prints of a thread: the record without its body. */
export const listedThread = ({ body: _body, ...thread }: ThreadView, authors: Authors): object => ({
  ...thread,
  author: authors.json(thread.author),
})
