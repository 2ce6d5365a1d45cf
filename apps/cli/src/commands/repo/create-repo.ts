import type { Command } from 'commander'
import type { RepositoryHandle } from '@hypergit/client'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { isCheckout, linkCheckout, linkedRepository, originUrl } from '../../git/linked-repository.js'
import { safeLine } from '../../render/terminal-text.js'
import { offlineOption } from '../shared-options.js'

interface CreateOptions {
  readonly offline?: boolean
  readonly anonymous?: boolean
  readonly gitUrl?: string
  readonly description?: string
  readonly defaultBranch?: string
}

/** What scripts get of a repository that was created or cloned. */
export const handleText = ({ name, link }: RepositoryHandle, said: string): string =>
  `${said} ${safeLine(name)}\n${link}`

export const createRepo = (parent: Command): void =>
  define<CreateOptions>(parent, {
    name: 'create',
    description: 'Found a repository; in a git checkout that is not linked yet, link it',
    takes: ['NAME'],
    examples: [
      'repo create my-project --git-url https://example.org/my-project.git',
      'repo create my-project --description "A thing" --json',
    ],
    options: (command) =>
      offlineOption(command)
        .option('--git-url <URL>', "where its git data is; the checkout's remote origin unless given")
        .option('--description <TEXT>', 'what it is')
        .option('--default-branch <BRANCH>', 'the branch that pull requests go to (main)')
        .option('--anonymous', 'say nothing there of whose machine this is'),
    run: async (run) => {
      const folder = process.cwd()
      const { description, defaultBranch, offline, anonymous } = run.options
      const gitUrl = run.options.gitUrl ?? (await originUrl(folder))
      const peer = await run.peer()
      const input = { name: run.word(0), ...given({ description, gitUrl, defaultBranch, offline, anonymous }) }
      const handle = run.value(await peer.createRepository(input))
      if ((await isCheckout(folder)) && (await linkedRepository(folder)) === undefined) {
        await linkCheckout(folder, handle.link)
        run.output.note('this git checkout is linked to it')
      }
      run.output.result(handle, () => handleText(handle, 'created'))
    },
  })
