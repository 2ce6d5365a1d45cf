import type { Command } from 'commander'
import { type BodyOptions, bodyGiven } from '../../body-input.js'
import { define, group } from '../../define.js'
import { bodyOptions, offlineOption } from '../shared-options.js'
import { commentThread } from './comment-thread.js'
import { editThread } from './edit-thread.js'
import { listThreads } from './list-threads.js'
import { markThread, reactThread } from './mark-commands.js'
import { showThread } from './show-thread.js'
import { changeState } from './state-commands.js'
import { writeOne } from './thread-command.js'

interface OpenOptions extends BodyOptions {
  readonly title: string
  readonly offline?: boolean
}

export const issueCommands = (program: Command): void => {
  const issue = group(program, 'issue', 'Issues')
  define<OpenOptions>(issue, {
    name: 'open',
    aliases: ['create'],
    description: 'Open an issue',
    inRepository: true,
    examples: ['issue open -t "Crash on start" -b "It ends at once."', 'issue open my-project -t Idea -F - --json'],
    options: (command) => offlineOption(bodyOptions(command)).requiredOption('-t, --title <TEXT>', 'the title'),
    run: async (run) => {
      const body = (await bodyGiven(run.options)) ?? ''
      await writeOne(run, { type: 'thread.open', kind: 'issue', title: run.options.title, body }, 'opened')
    },
  })
  for (const add of [listThreads, showThread, commentThread, editThread, changeState, markThread, reactThread])
    add(issue, 'issue')
}
