import type { AuthorView, Origin, ThreadView } from '@hypergit/domain'
import { toZ32 } from '@hypergit/domain'
import { colors as pc } from './colors.js'
import { safeLine } from './terminal-text.js'
import { tableOf } from './table.js'

const shownIdLength = 8

export const shortId = (hex: string): string => toZ32(hex).slice(0, shownIdLength)

export const authorName = (author: AuthorView, origin?: Origin): string =>
  origin === undefined ? shortId(author.core) : `${safeLine(origin.author, 40)} (imported)`

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

export const threadList = (threads: readonly ThreadView[]): string =>
  threads.length === 0
    ? 'none'
    : tableOf(
        threads.map((thread) => [
          `#${thread.number}`,
          stateWord(thread),
          safeLine(thread.title, 80),
          labelsOf(thread.labels),
          authorName(thread.author, thread.origin),
          dateOf(thread.origin?.at ?? thread.at),
        ]),
      )

/** What `list --json` prints of a thread: the record without its body. */
export const listedThread = ({ body: _body, ...thread }: ThreadView): object => thread
