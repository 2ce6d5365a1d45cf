import type { Command } from 'commander'
import type { RepositoryHandle } from '@hypergit/client'
import { linkOf, type LogId } from '@hypergit/domain'
import { define } from '../../define.js'
import { CommandFailure, failureOf } from '../../failures.js'
import { given } from '../../given.js'
import type { Run } from '../../run.js'
import { offlineOption } from '../shared-options.js'
import { handleText } from './create-repo.js'

interface ForkOptions {
  readonly offline?: boolean
  readonly name?: string
  readonly gitUrl?: string
}

/** Says in the parent's log that the fork is one; `already` begins the message where that is refused. */
const announce = async (
  run: Run<{ readonly offline?: boolean }>,
  parent: LogId,
  fork: RepositoryHandle,
  already: string,
): Promise<number> => {
  const { offline } = run.options
  const peer = await run.peer()
  const actions = [{ type: 'fork.announce', repository: fork.id }] as const
  const announced = await peer.write({ repo: linkOf(parent), actions, ...given({ offline }) })
  if (announced.ok) return announced.value.published
  const failure = failureOf(announced.failure)
  throw new CommandFailure(failure.code, `${already}${failure.message}`, failure.status, { ...failure.details, fork })
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
      if (view === undefined)
        throw new CommandFailure('missing', `${parentRepo.name} has not been fetched yet: hypergit sync`)
      const fork = run.value(
        await peer.createRepository({
          name: run.options.name ?? `${parentRepo.name}-fork`,
          forkOf: parentRepo.id,
          ...given({ offline, gitUrl, description: view.description, defaultBranch: view.defaultBranch }),
        }),
      )
      const made = `forked as ${fork.name} (${fork.link}), which ${parentRepo.name} has not been told; once it can be: hypergit repo announce ${fork.name}\n`
      const published = await announce(run, parentRepo.id, fork, made)
      run.output.result({ ...fork, forkOf: parentRepo.id, published }, () => handleText(fork, 'forked as'))
    },
  })

export const announceRepo = (parent: Command): void =>
  define<{ readonly offline?: boolean }>(parent, {
    name: 'announce',
    description: 'Announce this fork in its parent, where `repo fork` could not',
    inRepository: true,
    examples: ['repo announce my-project-fork'],
    options: (command) => offlineOption(command),
    run: async (run) => {
      const peer = await run.peer()
      const fork = run.value(await peer.repository({ repo: await run.repo() }))
      const forkOf = fork.view?.forkOf
      if (forkOf === undefined) throw new CommandFailure('invalid', `${fork.name} names no repository as its parent`)
      const known = (await peer.repositories()).find(({ id }) => id === forkOf)
      if (known === undefined)
        throw new CommandFailure('unknown', `its parent is not in this home: hypergit repo clone ${linkOf(forkOf)}`)
      const { id, link, core, name } = fork
      const published = await announce(run, forkOf, { id, link, core, name }, '')
      run.output.result({ id, link, core, name, forkOf, published }, () => handleText(fork, 'announced'))
    },
  })
