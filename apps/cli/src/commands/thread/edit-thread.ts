import type { Command } from 'commander'
import type { RepositoryAction, ThreadKind } from '@hypergit/domain'
import { type BodyOptions, bodyGiven } from '../../body-input.js'
import { define } from '../../define.js'
import { usage } from '../../failures.js'
import { given } from '../../given.js'
import { bodyOptions, offlineOption } from '../shared-options.js'
import { threadOf } from './thread-command.js'

interface EditOptions extends BodyOptions {
  readonly offline?: boolean
  readonly title?: string
}

export const editThread = (parent: Command, kind: ThreadKind): void =>
  define<EditOptions>(parent, {
    name: 'edit',
    description: 'Change the title or the text of a thread',
    takes: ['NUMBER'],
    inRepository: true,
    examples: [`${kind} edit 12 -t "Crash on start"`, `${kind} edit 12 -F body.md`],
    options: (command) => offlineOption(bodyOptions(command)).option('-t, --title <TEXT>', 'the new title'),
    run: async (run) => {
      const thread = await threadOf(run, kind)
      const { title, offline } = run.options
      const body = title === undefined ? await bodyGiven(run.options, thread.body) : await givenOnly(run.options)
      if (title === undefined && body === undefined) throw usage('nothing to change: give -t TEXT, -b TEXT or -F FILE')
      const actions: RepositoryAction[] = []
      if (title !== undefined) actions.push({ type: 'thread.title', thread: thread.op, title })
      if (body !== undefined) actions.push({ type: 'comment.edit', comment: thread.op, body })
      const peer = await run.peer()
      const written = run.value(await peer.write({ repo: await run.repo(), actions, ...given({ offline }) }))
      run.output.result({ op: written.ops[0]?.op, published: written.published }, () => `changed #${thread.number}`)
    },
  })

/** No editor opens for a text when a title was given. */
const givenOnly = async (options: BodyOptions): Promise<string | undefined> =>
  options.body === undefined && options.bodyFile === undefined ? undefined : bodyGiven(options)
