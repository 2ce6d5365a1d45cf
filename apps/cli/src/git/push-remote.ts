import { gitAnswer } from './git.js'

export interface PushRemote {
  readonly name: string
  /** A folder of this machine, which is asked without a connection. */
  readonly isHere: boolean
}

/** By git's own rule: a colon before the first slash means another machine. */
const isFolder = (url: string): boolean => (url.includes('://') ? /^file:/i.test(url) : !/^[^/]*:/.test(url))

interface Listed {
  readonly name: string
  readonly url: string
  readonly isForPush: boolean
}

const listed = (line: string): readonly Listed[] => {
  const [, name, url, use] = /^(\S+)\t(.*) \((fetch|push)\)/.exec(line) ?? []
  return name === undefined || url === undefined ? [] : [{ name, url, isForPush: use === 'push' }]
}

/** The remote of a checkout that stands for the repository: the one with its git URL, else `origin`. */
export const pushRemote = async (folder: string, gitUrl: string): Promise<PushRemote | undefined> => {
  const remotes = ((await gitAnswer(folder, ['remote', '-v'])) ?? '').split('\n').flatMap(listed)
  const name = (remotes.find(({ url }) => url === gitUrl) ?? remotes.find((one) => one.name === 'origin'))?.name
  const target = remotes.find((one) => one.name === name && one.isForPush)
  return target === undefined ? undefined : { name: target.name, isHere: isFolder(target.url) }
}
