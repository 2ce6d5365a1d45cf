import type { Command } from 'commander'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { offlineOption } from '../shared-options.js'
import { handleText } from './create-repo.js'

interface ForkOptions {
  readonly offline?: boolean
  readonly name?: string
  readonly gitUrl?: string
}

export const forkRepo = (parent: Command): void =>
  define<ForkOptions>(parent, {
    name: 'fork',
    description: 'Found a repository that names this one as its parent, and announce it there',
    inRepository: true,
    examples: ['repo fork my-project --git-url https://example.org/me/my-project.git'],
    options: (command) =>
      offlineOption(command)
        .option('--name <NAME>', "its name; the parent's with -fork behind it unless given")
        .option('--git-url <URL>', 'where its git data is'),
    run: async (run) => {
      const { offline, gitUrl } = run.options
      const peer = await run.peer()
      const parentRepo = run.value(await peer.repository({ repo: await run.repo() }))
      const { view } = parentRepo
      const fork = run.value(
        await peer.createRepository({
          name: run.options.name ?? `${parentRepo.name}-fork`,
          forkOf: parentRepo.id,
          ...given({ offline, gitUrl, description: view?.description, defaultBranch: view?.defaultBranch }),
        }),
      )
      const announced = run.value(
        await peer.write({
          repo: parentRepo.id,
          actions: [{ type: 'fork.announce', repository: fork.id }],
          ...given({ offline }),
        }),
      )
      run.output.result({ ...fork, forkOf: parentRepo.id, published: announced.published }, () =>
        handleText(fork, 'forked as'),
      )
    },
  })
