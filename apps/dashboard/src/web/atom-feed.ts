import type { RepositoryDetail } from '../replies/repository.js'
import type { ThreadSummary } from '../replies/thread.js'
import { repositoryPath, threadPath, userPath } from './addresses.js'
import { authorText } from './author-name.js'

/** Characters that XML 1.0 cannot hold at all. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const escaped = (text: string): string =>
  text
    .replaceAll(unwritable, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const moment = (at: number): string => new Date(Math.min(Math.max(at, 0), 8.64e15)).toISOString()

const entry = (origin: string, repository: string, thread: ThreadSummary): string => `  <entry>
    <id>${origin}/r/${repository}/ops/${thread.op}</id>
    <title>${escaped(`#${thread.number} ${thread.title}`)}</title>
    <link href="${origin}${threadPath(repository, thread)}"/>
    <author><name>${escaped(authorText(thread.author))}</name><uri>${origin}${userPath(thread.author.user ?? thread.author.core)}</uri></author>
    <published>${moment(thread.origin?.at ?? thread.at)}</published>
    <updated>${moment(thread.updated)}</updated>
    <summary>${escaped(`${thread.kind}, ${thread.state}, ${thread.commentCount} comments`)}</summary>
  </entry>`

/** An Atom feed (RFC 4287) of the threads that changed last. */
export const atomFeed = (origin: string, repository: RepositoryDetail, threads: readonly ThreadSummary[]): string => {
  const path = `${origin}${repositoryPath(repository.id)}`
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${path}</id>
  <title>${escaped(repository.name)}</title>
  <link href="${path}"/>
  <link rel="self" href="${path}.atom"/>
  <updated>${moment(threads[0]?.updated ?? repository.at ?? 0)}</updated>
${threads.map((thread) => entry(origin, repository.id, thread)).join('\n')}
</feed>
`
}
