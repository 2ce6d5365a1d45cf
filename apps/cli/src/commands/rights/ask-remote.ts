import { randomUUID } from 'node:crypto'
import type { RepositorySummary } from '@hypergit/client'
import type { Capability } from '@hypergit/domain'
import { gitAnswer } from '../../git/git.js'
import { isCheckout, linkedRepository } from '../../git/linked-repository.js'
import type { RemoteAnswer } from '../../git/push-answer.js'
import { type PushRemote, pushRemote } from '../../git/push-remote.js'
import { isRefName } from '../../git/remote.js'
import { tryPush } from '../../git/try-push.js'
import { safeLine } from '../../render/terminal-text.js'
import type { Run } from '../../run.js'

export interface RemoteQuestion {
  readonly capabilities: readonly Capability[]
  /** Where a merge or an edited file would go. */
  readonly branch: string
  readonly isOffline: boolean
}

/** A remote's answer for one capability, and the remote that gave it. */
export type Asked = RemoteAnswer & { readonly by?: string }

/** The ref by which the remote is asked: a new name for what makes something new. */
const refOf = (capability: Capability, branch: string, probe: string): string => {
  switch (capability) {
    case 'merge':
    case 'editFile':
      return `refs/heads/${branch}`
    case 'createBranch':
      return `refs/heads/${probe}`
    case 'tag':
    case 'release':
      return `refs/tags/${probe}`
    default:
      return capability satisfies never
  }
}

/** Whether the checkout around a folder is linked to this repository, by whichever word for it. */
const isLinked = async <Options extends object>(
  run: Run<Options>,
  folder: string,
  repository: RepositorySummary,
): Promise<boolean> => {
  const word = await linkedRepository(folder)
  if (word === undefined) return false
  const linked = await (await run.peer()).repository({ repo: word })
  return linked.ok && linked.value.id === repository.id
}

type RemoteHere = { readonly remote: PushRemote } | { readonly why: string }

/** The remote to ask from this folder, or why none can be asked. */
const remoteHere = async <Options extends object>(
  run: Run<Options>,
  folder: string,
  repository: RepositorySummary,
  { branch, isOffline }: RemoteQuestion,
): Promise<RemoteHere> => {
  if ((await gitAnswer(folder, ['--version'])) === undefined) return { why: 'git is not installed' }
  if (!(await isCheckout(folder))) return { why: 'this folder is no git checkout' }
  if (!(await isLinked(run, folder, repository)))
    return { why: 'this git checkout is not linked to the repository: `hypergit repo link REPO` does it' }
  if (!isRefName(branch)) return { why: `${JSON.stringify(safeLine(branch, 80))} is no name of a branch` }
  const remote = await pushRemote(folder, repository.view?.gitUrl ?? '')
  if (remote === undefined) return { why: 'this git checkout has no remote for it: neither its git URL nor origin' }
  if (isOffline && !remote.isHere) return { why: `--offline, and ${remote.name} is on another machine` }
  return { remote }
}

/** What the git remote of the checkout around answers for each capability, in their order; `unknown` with the reason where it cannot be asked. */
export const askRemote = async <Options extends object>(
  run: Run<Options>,
  repository: RepositorySummary,
  question: RemoteQuestion,
): Promise<readonly Asked[]> => {
  const { capabilities, branch } = question
  const folder = process.cwd()
  const here = await remoteHere(run, folder, repository, question)
  if ('why' in here) return capabilities.map(() => ({ remote: 'unknown', why: here.why }))
  const { name } = here.remote
  const probe = `hypergit-probe-${randomUUID()}`
  const refs = capabilities.map((capability) => refOf(capability, branch, probe))
  const distinct = [...new Set(refs)]
  const answers = await tryPush({ folder, remote: name, refs: distinct, stopped: run.interrupt.stopped })
  return refs.map((ref) => ({
    ...(answers[distinct.indexOf(ref)] ?? { remote: 'unknown', why: 'git gave no reason' }),
    by: name,
  }))
}
