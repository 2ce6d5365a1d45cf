import type { Command } from 'commander'
import { type BodyOptions, bodyGiven } from '../../body-input.js'
import { define, group } from '../../define.js'
import { commentThread } from './comment-thread.js'
import { editThread } from './edit-thread.js'
import { listThreads } from './list-threads.js'
import { markThread, reactThread } from './mark-commands.js'
import { type OpenOptions, openOptions, openThread } from './open-thread.js'
import { showThread } from './show-thread.js'
import { changeState } from './state-commands.js'

type OpenIssueOptions = OpenOptions & BodyOptions

export const issueCommands = (program: Command): void => {
  const issue = group(program, 'issue', 'Issues')
  define<OpenIssueOptions>(issue, {
    name: 'open',
    aliases: ['create'],
    description: 'Open an issue',
    inRepository: true,
    examples: [
      'issue open -t "Crash on start" -b "It ends at once."',
      'issue open my-project -t Idea -F - -l idea --json',
    ],
    options: openOptions,
    run: async (run) => {
      const body = (await bodyGiven(run.options)) ?? ''
      await openThread(run, { type: 'thread.open', kind: 'issue', title: run.options.title, body })
    },
  })
  for (const add of [listThreads, showThread, commentThread, editThread, changeState, markThread, reactThread])
    add(issue, 'issue')
}
