import type { Command } from 'commander'
import { group } from '../../define.js'
import { cloneRepo } from './clone-repo.js'
import { createRepo } from './create-repo.js'
import { announceRepo, forkRepo } from './fork-repo.js'
import { linkRepo } from './link-repo.js'
import { listForks } from './list-forks.js'
import { listRepos, removeRepo, showRepo } from './show-repo.js'
import { showCapabilities } from './show-capabilities.js'
import { newCore } from './new-core.js'
import { setRepo } from './set-repo.js'

export const repoCommands = (program: Command): void => {
  const repo = group(program, 'repo', 'Repositories of this home')
  for (const add of [
    createRepo,
    cloneRepo,
    listRepos,
    showRepo,
    setRepo,
    linkRepo,
    removeRepo,
    forkRepo,
    announceRepo,
    listForks,
    newCore,
    showCapabilities,
  ])
    add(repo)
}
