import type { Command } from 'commander'
import type { ThreadView } from '@hypergit/domain'
import { define } from '../../define.js'
import { CommandFailure, usage } from '../../failures.js'
import { git, gitAnswer } from '../../git/git.js'
import { isCheckout } from '../../git/linked-repository.js'
import { validCommit, validRef, validRemote } from '../../git/remote.js'
import { safeText } from '../../render/terminal-text.js'
import { threadOf } from '../thread/thread-command.js'

interface FetchOptions {
  readonly allowLocal?: boolean
}

interface Fetched {
  readonly commit: string
  readonly targetRef: string
}

const has = async (folder: string, commit: string): Promise<boolean> =>
  (await gitAnswer(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`])) !==
  undefined

/** Bring the commit of a pull request into the checkout around a folder. */
const fetchPull = async (folder: string, thread: ThreadView, allowLocal: boolean): Promise<Fetched> => {
  if (thread.pull === undefined) throw new CommandFailure('unknown', `#${thread.number} has no branch`)
  if (!(await isCheckout(folder))) throw usage('this works in a git checkout')
  const commit = validCommit(thread.pull.commit)
  const targetRef = validRef(thread.pull.targetRef)
  if (await has(folder, commit)) return { commit, targetRef }
  const url = validRemote(thread.pull.source.gitUrl, allowLocal)
  await git(folder, ['fetch', '--no-tags', '--', url, validRef(thread.pull.source.ref)], allowLocal)
  if (await has(folder, commit)) return { commit, targetRef }
  throw new CommandFailure('git-commit', `${url} no longer has commit ${commit} on ${thread.pull.source.ref}`)
}

const localOption = (command: Command): Command =>
  command.option('--allow-local', 'follow a git URL that is a path of this machine')

export const checkoutPull = (parent: Command): void =>
  define<FetchOptions>(parent, {
    name: 'checkout',
    aliases: ['co'],
    description: 'Fetch a pull request into this git checkout, as branch pull/NUMBER',
    takes: ['NUMBER'],
    inRepository: true,
    examples: ['pull checkout 7'],
    options: (command) => localOption(command),
    run: async (run) => {
      const thread = await threadOf(run, 'pull')
      const { commit } = await fetchPull(process.cwd(), thread, run.options.allowLocal === true)
      const branch = `pull/${thread.number}`
      await git(process.cwd(), ['checkout', '-B', branch, commit, '--'])
      run.output.result({ branch, commit }, () => `on ${branch} at ${commit}`)
    },
  })

export const diffPull = (parent: Command): void =>
  define<FetchOptions>(parent, {
    name: 'diff',
    description: 'Show what a pull request changes',
    takes: ['NUMBER'],
    inRepository: true,
    examples: ['pull diff 7'],
    options: (command) => localOption(command),
    run: async (run) => {
      const thread = await threadOf(run, 'pull')
      const folder = process.cwd()
      const { commit, targetRef } = await fetchPull(folder, thread, run.options.allowLocal === true)
      const base = (await has(folder, `refs/heads/${targetRef}`))
        ? `refs/heads/${targetRef}`
        : `refs/remotes/origin/${targetRef}`
      if (!(await has(folder, base)))
        throw new CommandFailure('git-ref', `this checkout has no branch ${targetRef} to compare with`)
      const diff = await git(folder, ['diff', '--no-ext-diff', '--no-color', `${base}...${commit}`, '--'])
      run.output.result({ diff }, () => safeText(diff))
    },
  })
