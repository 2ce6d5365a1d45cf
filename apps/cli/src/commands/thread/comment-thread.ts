import type { Command } from 'commander'
import type { ThreadKind } from '@hypergit/domain'
import { type BodyOptions, bodyNeeded } from '../../body-input.js'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { bodyOptions, offlineOption } from '../shared-options.js'
import { threadOf, writeOne } from './thread-command.js'

interface CommentOptions extends BodyOptions {
  readonly offline?: boolean
  readonly replyTo?: string
}

export const commentThread = (parent: Command, kind: ThreadKind): void =>
  define<CommentOptions>(parent, {
    name: 'comment',
    description: 'Comment in a thread',
    takes: ['NUMBER'],
    inRepository: true,
    examples: [`${kind} comment 12 -b "Same here on Debian."`, `${kind} comment my-project 12 -F notes.md`],
    options: (command) => offlineOption(bodyOptions(command)).option('--reply-to <OP>', 'answer this comment'),
    run: async (run) => {
      const thread = await threadOf(run, kind)
      const peer = await run.peer()
      const { replyTo } = run.options
      const answered =
        replyTo === undefined ? undefined : run.value(await peer.op({ repo: await run.repo(), op: replyTo }))
      const body = await bodyNeeded(run.options)
      await writeOne(
        run,
        { type: 'comment', thread: thread.op, body, ...given({ replyTo: answered?.id }) },
        'commented',
      )
    },
  })
