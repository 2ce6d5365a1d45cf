import { type Command, Option } from 'commander'
import type { ReviewVerdict } from '@hypergit/domain'
import { type BodyOptions, bodyGiven } from '../../body-input.js'
import { define } from '../../define.js'
import { usage } from '../../failures.js'
import { validCommit } from '../../git/remote.js'
import { bodyOptions, offlineOption } from '../shared-options.js'
import { threadOf, writeOne } from '../thread/thread-command.js'

interface ReviewOptions extends BodyOptions {
  readonly offline?: boolean
  readonly verdict: ReviewVerdict
  readonly commit?: string
}

export const reviewPull = (parent: Command): void =>
  define<ReviewOptions>(parent, {
    name: 'review',
    description: 'Review a pull request',
    takes: ['NUMBER'],
    inRepository: true,
    examples: ['pull review 7 --verdict approve', 'pull review 7 --verdict changes -b "Please add a test."'],
    options: (command) =>
      offlineOption(bodyOptions(command))
        .addOption(
          new Option('--verdict <VERDICT>', 'what you think of it')
            .choices(['approve', 'changes', 'comment'])
            .default('comment'),
        )
        .option('--commit <COMMIT>', 'the commit you looked at; the newest unless given'),
    run: async (run) => {
      const thread = await threadOf(run, 'pull')
      const { verdict } = run.options
      const body = (await bodyGiven(run.options)) ?? ''
      if (verdict !== 'approve' && body.trim() === '')
        throw usage('a text is needed unless the verdict is approve: -b TEXT or -F FILE')
      const commit = validCommit(run.options.commit ?? thread.pull?.commit ?? '')
      await writeOne(
        run,
        { type: 'pull.review', thread: thread.op, commit, verdict, body, lines: [] },
        `reviewed #${thread.number}`,
      )
    },
  })

export const revisePull = (parent: Command): void =>
  define<{ readonly offline?: boolean }>(parent, {
    name: 'revise',
    description: 'Say that the branch of a pull request has a new commit',
    takes: ['NUMBER', 'COMMIT'],
    inRepository: true,
    examples: ['pull revise 7 9c2e4b1f'],
    options: (command) => offlineOption(command),
    run: async (run) => {
      const thread = await threadOf(run, 'pull')
      await writeOne(
        run,
        { type: 'pull.revise', thread: thread.op, commit: validCommit(run.word(1)) },
        `revised #${thread.number}`,
      )
    },
  })
