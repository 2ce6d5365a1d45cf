import type { Command } from 'commander'
import type { OpId, RepositoryAction } from '@hypergit/domain'
import { type BodyOptions, bodyNeeded } from '../../body-input.js'
import { define, group } from '../../define.js'
import { given } from '../../given.js'
import { bodyOptions, offlineOption } from '../shared-options.js'
import { writeOne } from '../thread/thread-command.js'

interface CommentOptions extends BodyOptions {
  readonly offline?: boolean
  readonly reason?: string
}

interface CommentCommand {
  readonly name: string
  readonly description: string
  readonly said: string
  readonly options: (command: Command) => Command
  readonly action: (comment: OpId, options: CommentOptions, before: string) => Promise<RepositoryAction>
}

const reasonOption = (command: Command): Command => command.option('-r, --reason <TEXT>', 'why')

const commands: readonly CommentCommand[] = [
  {
    name: 'edit',
    description: 'Change the text of one of your comments',
    said: 'changed',
    options: bodyOptions,
    action: async (comment, options, before) => ({
      type: 'comment.edit',
      comment,
      body: await bodyNeeded(options, before),
    }),
  },
  {
    name: 'redact',
    description: 'Take back the text of one of your comments',
    said: 'redacted',
    options: (command) => command,
    action: async (comment) => ({ type: 'comment.redact', comment }),
  },
  {
    name: 'hide',
    description: "Hide somebody's comment",
    said: 'hidden',
    options: reasonOption,
    action: async (comment, { reason }) => ({ type: 'comment.hide', comment, ...given({ reason }) }),
  },
  {
    name: 'unhide',
    description: 'Show a hidden comment again',
    said: 'shown again',
    options: reasonOption,
    action: async (comment, { reason }) => ({ type: 'comment.unhide', comment, ...given({ reason }) }),
  },
]

export const commentCommands = (program: Command): void => {
  const comment = group(program, 'comment', 'Comments, by the beginning of their op id')
  for (const { name, description, said, options, action } of commands) {
    define<CommentOptions>(comment, {
      name,
      description,
      takes: ['OP'],
      inRepository: true,
      examples: [`comment ${name} yb3k9xqe${name === 'edit' ? ' -b "Better said."' : ''}`],
      options: (command) => offlineOption(options(command)),
      run: async (run) => {
        const peer = await run.peer()
        const op = run.value(await peer.op({ repo: await run.repo(), op: run.word(0) }))
        await writeOne(run, await action(op.id, run.options, op.current?.body ?? ''), said)
      },
    })
  }
}
