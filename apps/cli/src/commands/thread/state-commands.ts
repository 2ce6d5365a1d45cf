import type { Command } from 'commander'
import type { OpId, RepositoryAction, ThreadKind } from '@hypergit/domain'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { offlineOption } from '../shared-options.js'
import { threadOf, writeOne } from './thread-command.js'

interface StateOptions {
  readonly offline?: boolean
  readonly reason?: string
}

interface StateCommand {
  readonly name: string
  readonly description: string
  readonly said: string
  readonly takesReason: boolean
  readonly action: (thread: OpId, reason: { readonly reason?: string }) => RepositoryAction
}

const stateCommands: readonly StateCommand[] = [
  {
    name: 'close',
    description: 'Close a thread',
    said: 'closed',
    takesReason: true,
    action: (thread, reason) => ({ type: 'thread.close', thread, ...reason }),
  },
  {
    name: 'reopen',
    description: 'Open a closed thread again',
    said: 'reopened',
    takesReason: false,
    action: (thread) => ({ type: 'thread.reopen', thread }),
  },
  {
    name: 'lock',
    description: 'Let only collaborators and admins write in a thread',
    said: 'locked',
    takesReason: true,
    action: (thread, reason) => ({ type: 'thread.lock', thread, ...reason }),
  },
  {
    name: 'unlock',
    description: 'Let everyone write in a thread again',
    said: 'unlocked',
    takesReason: true,
    action: (thread, reason) => ({ type: 'thread.unlock', thread, ...reason }),
  },
]

/** close, reopen, lock and unlock: alike but for the action. */
export const changeState = (parent: Command, kind: ThreadKind): void => {
  for (const { name, description, said, takesReason, action } of stateCommands) {
    define<StateOptions>(parent, {
      name,
      description,
      takes: ['NUMBER'],
      inRepository: true,
      examples: [
        `${kind} ${name} 12`,
        ...(takesReason ? [`${kind} ${name} my-project 12 --reason "done in 1.4"`] : []),
      ],
      options: (command) => {
        offlineOption(command)
        if (takesReason) command.option('-r, --reason <TEXT>', 'why')
      },
      run: async (run) => {
        const thread = await threadOf(run, kind)
        await writeOne(run, action(thread.op, given({ reason: run.options.reason })), `${said} #${thread.number}`)
      },
    })
  }
}
