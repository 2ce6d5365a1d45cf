import { CommandFailure, exitStatus } from '../../failures.js'
import type { Run } from '../../run.js'
import { gitRights } from './git-rights.js'

/**
 * Ends the command where this person may not merge into the branch. What the rules refuse anyway is left to them, who say more: they follow a
 * policy but for admins, who may record a merge whatever it says.
 */
export const refuseUnlessAllowed = async <Options extends { readonly offline?: boolean }>(
  run: Run<Options>,
  targetRef: string | undefined,
): Promise<void> => {
  const peer = await run.peer()
  const repository = run.value(await peer.repository({ repo: await run.repo() }))
  if (repository.role !== 'admin' && !repository.capabilities.includes('merge')) return
  const { capabilities } = await gitRights(run, repository, {
    capabilities: ['merge'],
    branch: targetRef ?? repository.view?.defaultBranch ?? '',
    isOffline: run.options.offline === true,
  })
  const whyNot = capabilities.find(({ allowed }) => !allowed)?.whyNot
  if (whyNot === undefined) return
  const help = 'Run `hypergit repo capabilities` to see who decided what.'
  throw new CommandFailure('refused', `${whyNot}\n${help}`, exitStatus.failed, { capability: 'merge', help })
}
