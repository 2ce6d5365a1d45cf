import { safeLine } from '../render/terminal-text.js'

/** What a git remote answers to a push that is only tried; `why` is one sentence without an end mark. */
export type RemoteAnswer =
  | { readonly remote: 'yes' }
  | { readonly remote: 'no'; readonly why: string }
  | { readonly remote: 'unknown'; readonly why: string }

const messageCharsMax = 300

/** What says nothing about rights although its words may sound like it: looked at first. */
const unclear: readonly (readonly [RegExp, string])[] = [
  [/src refspec HEAD does not match/, 'this checkout has no commit yet'],
  [
    /could not read (?:Username|Password)|terminal prompts disabled/,
    'it wants a user name and a password, and git has none stored here',
  ],
  [/Host key verification failed/, 'ssh does not know its host key yet'],
]

/** Words of servers and of ssh for somebody who may not push. */
const refusals: readonly RegExp[] = [
  /^(?!.*connect to host).*permission .*denied/i,
  /authentication failed/i,
  /returned error: 40[13]\b/,
  /not allowed to push/i,
  /access denied(?! or repository not exported)/i,
  /write access .*not granted/i,
  /(?:marked as|is) read.only/i,
  /service not enabled/,
  /\[remote rejected\]/,
]

/** Lines by which git explains and advises, none of which says what happened. */
const besides =
  /^(?:hint:|warning:|To |Done$|error: failed to push|Please make sure|and the repository exists|fatal: Could not read from remote|$)/

/** What git said, on one line. */
const messageOf = (stderr: string): string => {
  const lines = stderr.split('\n').map((line) => line.trim())
  const telling = lines.filter((line) => !besides.test(line))
  return safeLine((telling.length > 0 ? telling : lines).join(' '), messageCharsMax)
}

/** A ref's line of `git push --porcelain`: a mark, `from:to`, and what becomes of it. */
const ofLine = (mark: string, said: string): RemoteAnswer => {
  if (mark !== '!') return { remote: 'yes' }
  if (said.startsWith('[remote rejected]')) return { remote: 'no', why: safeLine(said, messageCharsMax) }
  return {
    remote: 'unknown',
    why: `the commit of this checkout does not follow on what is there: ${safeLine(said, messageCharsMax)}`,
  }
}

/** What the answer to `git push --dry-run --porcelain` says of one ref. Git has to speak English. */
export const pushAnswer = (ref: string, stdout: string, stderr: string): RemoteAnswer => {
  for (const line of stdout.split('\n')) {
    const [mark = '', refs = '', said = ''] = line.split('\t')
    if (refs.endsWith(`:${ref}`)) return ofLine(mark, said)
  }
  for (const [pattern, why] of unclear) if (pattern.test(stderr)) return { remote: 'unknown', why }
  const message = messageOf(stderr)
  const isRefusal = stderr.split('\n').some((line) => refusals.some((pattern) => pattern.test(line)))
  return { remote: isRefusal ? 'no' : 'unknown', why: message === '' ? 'git gave no reason' : message }
}
