import { git, gitAnswer } from './git.js'

const setting = 'hypergit.repository'

/** The repository that the git checkout around a folder is linked to. */
export const linkedRepository = (folder: string): Promise<string | undefined> =>
  gitAnswer(folder, ['config', '--get', setting])

/** Link the checkout around a folder to a repository. */
export const linkCheckout = async (folder: string, link: string): Promise<void> => {
  await git(folder, ['config', setting, link])
}

/** Whether a folder lies in a git checkout. */
export const isCheckout = async (folder: string): Promise<boolean> =>
  (await gitAnswer(folder, ['rev-parse', '--is-inside-work-tree'])) === 'true'

/** Where the checkout around a folder was cloned from. */
export const originUrl = (folder: string): Promise<string | undefined> =>
  gitAnswer(folder, ['remote', 'get-url', 'origin'])
