import type { Command } from 'commander'
import { type BodyOptions, bodyGiven } from '../../body-input.js'
import { define } from '../../define.js'
import { usage } from '../../failures.js'
import { gitAnswer } from '../../git/git.js'
import { originUrl } from '../../git/linked-repository.js'
import { validCommit, validRef } from '../../git/remote.js'
import { type OpenOptions, openOptions, openThread } from '../thread/open-thread.js'

interface OpenPullOptions extends OpenOptions, BodyOptions {
  readonly url?: string
  readonly head?: string
  readonly commit?: string
  readonly base?: string
}

export const openPull = (parent: Command): void =>
  define<OpenPullOptions>(parent, {
    name: 'open',
    aliases: ['create'],
    description:
      'Ask for a branch to be merged; in a git checkout the branch, its commit and the remote are taken from it',
    inRepository: true,
    examples: [
      'pull open -t "Fix the crash"',
      'pull open my-project -t Fix --url https://example.org/me/fork.git --head fix --commit 1f3a…',
    ],
    options: (command) =>
      openOptions(command)
        .option('--url <GIT-URL>', 'where the branch can be fetched')
        .option('--head <BRANCH>', 'the branch')
        .option('--commit <COMMIT>', 'its newest commit')
        .option('--base <BRANCH>', "the branch to merge into; the repository's default branch unless given"),
    run: async (run) => {
      const { options } = run
      const folder = process.cwd()
      const gitUrl = options.url ?? (await originUrl(folder))
      const ref = options.head ?? (await gitAnswer(folder, ['symbolic-ref', '--short', 'HEAD']))
      const commit =
        options.commit ?? (await gitAnswer(folder, ['rev-parse', '--verify', '--end-of-options', ref ?? 'HEAD']))
      if (gitUrl === undefined || ref === undefined || commit === undefined) {
        throw usage(
          'work in a git checkout with a remote named origin, or give --url GIT-URL, --head BRANCH and --commit COMMIT',
        )
      }
      const peer = await run.peer()
      const repository = run.value(await peer.repository({ repo: await run.repo() }))
      const targetRef = options.base ?? repository.view?.defaultBranch ?? 'main'
      const source = { gitUrl, ref: validRef(ref), commit: validCommit(commit) }
      const body = (await bodyGiven(options)) ?? ''
      const target = validRef(targetRef)
      await openThread(run, {
        type: 'thread.open',
        kind: 'pull',
        title: options.title,
        body,
        source,
        targetRef: target,
      })
    },
  })
