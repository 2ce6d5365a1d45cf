import { InvalidArgumentError, type Command } from 'commander'
import { resolve } from 'node:path'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { git } from '../../git/git.js'
import { linkCheckout } from '../../git/linked-repository.js'
import { validRemote } from '../../git/remote.js'
import { handleText } from './create-repo.js'

interface CloneOptions {
  readonly name?: string
  readonly wait?: number
  readonly allowLocal?: boolean
  readonly anonymous?: boolean
}

export const seconds = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || value > 86_400)
    throw new InvalidArgumentError('a number of seconds from 0 to 86400 is needed.')
  return value
}

/** The git data beside the log: cloned from the URL that the repository names, and linked. */
const cloneGit = async (folder: string, gitUrl: string, link: string, allowLocal: boolean): Promise<void> => {
  if (gitUrl === '') await git(process.cwd(), ['init', '--', folder])
  else await git(process.cwd(), ['clone', '--', validRemote(gitUrl, allowLocal), folder], allowLocal)
  await linkCheckout(folder, link)
}

export const cloneRepo = (parent: Command): void =>
  define<CloneOptions>(parent, {
    name: 'clone',
    description: 'Fetch a repository by its link; with DIR, its git data as well, in a linked checkout',
    takes: ['LINK', '[DIR]'],
    examples: ['repo clone hypergit://yb3k…', 'repo clone hypergit://yb3k… my-project'],
    options: (command) =>
      command
        .option('--name <NAME>', "what to call it here; the repository's own name unless given")
        .option('--wait <SECONDS>', 'how long to look for somebody who has it', seconds)
        .option('--anonymous', 'say nothing there of whose machine this is')
        .option('--allow-local', 'follow a git URL that is a path of this machine'),
    run: async (run) => {
      const { name, wait, allowLocal, anonymous } = run.options
      const peer = await run.peer()
      const waitMs = wait === undefined ? undefined : wait * 1000
      const handle = run.value(await peer.cloneRepository({ link: run.word(0), ...given({ name, waitMs, anonymous }) }))
      const folder = run.words[1]
      if (folder !== undefined) {
        const { view } = run.value(await peer.repository({ repo: handle.id }))
        await cloneGit(resolve(folder), view?.gitUrl ?? '', handle.link, allowLocal === true)
      }
      run.output.result({ ...handle, ...given({ folder }) }, () => handleText(handle, 'cloned'))
    },
  })
