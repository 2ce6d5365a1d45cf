import type { Command } from 'commander'
import type { ThreadKind } from '@hypergit/domain'
import { define } from '../../define.js'
import { authorsOf } from '../../render/authors.js'
import { threadJson, threadText } from '../../render/thread-detail.js'
import { threadOf } from './thread-command.js'

export const showThread = (parent: Command, kind: ThreadKind): void =>
  define(parent, {
    name: 'show',
    aliases: ['view'],
    description: 'Show a thread with everything in it',
    takes: ['NUMBER'],
    inRepository: true,
    examples: [`${kind} show 12`, `${kind} show my-project 12 --json`],
    run: async (run) => {
      const thread = await threadOf(run, kind)
      const peer = await run.peer()
      const detail = run.value(await peer.thread({ repo: await run.repo(), thread: thread.op }))
      const authors = await authorsOf(run)
      run.output.result(threadJson(detail, authors), () => threadText(detail, authors))
    },
  })
