import { CommandFailure } from '../failures.js'

const remote = /^(?:(?:https?|ssh|git):\/\/[^\s-][^\s]*|[A-Za-z0-9_][\w.-]*@[A-Za-z0-9][\w.-]*:[^\s-][^\s]*)$/
const local = /^(?:file:\/\/\/|\/)[^\s]*$/
const commit = /^[0-9a-f]{7,64}$/
const ref = /^(?!-)(?!.*(?:\.\.|@\{|\/\/))[^\s~^:?*[\\\p{Cc}]+(?<!\.lock)(?<![./])$/u

/** A git URL that a stranger wrote, if git may be given it: nothing that could be an option or run a command. */
export const validRemote = (url: string, allowLocal: boolean): string => {
  if (remote.test(url) || (allowLocal && local.test(url))) return url
  const hint = local.test(url) ? ' (--allow-local permits paths of this machine)' : ''
  throw new CommandFailure(
    'git-url',
    `${JSON.stringify(url.slice(0, 200))} is no git URL that is followed: https, http, ssh and git are${hint}`,
  )
}

export const validCommit = (text: string): string => {
  if (commit.test(text)) return text
  throw new CommandFailure(
    'git-commit',
    `${JSON.stringify(text.slice(0, 80))} is no commit: 7 to 64 hexadecimal digits are needed`,
  )
}

/** Whether git may be given a stranger's name of a branch or tag. */
export const isRefName = (text: string): boolean => ref.test(text)

export const validRef = (text: string): string => {
  if (isRefName(text)) return text
  throw new CommandFailure('git-ref', `${JSON.stringify(text.slice(0, 80))} is no name of a branch or tag`)
}
