import type { Command } from 'commander'
import { define } from '../../define.js'
import { usage } from '../../failures.js'
import { gitAnswer } from '../../git/git.js'
import { validCommit } from '../../git/remote.js'
import { offlineOption } from '../shared-options.js'
import { refuseUnlessAllowed } from '../rights/merge-right.js'
import { threadOf, writeOne } from '../thread/thread-command.js'

interface MergeOptions {
  readonly offline?: boolean
  readonly commit?: string
}

export const mergePull = (parent: Command): void =>
  define<MergeOptions>(parent, {
    name: 'merge',
    description: 'Record that a pull request was merged; the merge itself is made with git',
    takes: ['NUMBER'],
    inRepository: true,
    examples: ['pull merge 7', 'pull merge my-project 7 --commit 9c2e4b1f'],
    options: (command) =>
      offlineOption(command)
        .option('--commit <COMMIT>', 'the merge commit; HEAD of the git checkout unless given')
        .addHelpText(
          'after',
          '\nRefused where `hypergit repo capabilities` says that merging is not allowed. With --offline only a git remote on this machine is asked.',
        ),
    run: async (run) => {
      const thread = await threadOf(run, 'pull')
      const commit = run.options.commit ?? (await gitAnswer(process.cwd(), ['rev-parse', '--verify', 'HEAD']))
      if (commit === undefined) throw usage('give --commit COMMIT, or work in the git checkout that has the merge')
      await refuseUnlessAllowed(run, thread.pull?.targetRef)
      await writeOne(
        run,
        { type: 'pull.merge', thread: thread.op, mergeCommit: validCommit(commit) },
        `merged #${thread.number}`,
      )
    },
  })
