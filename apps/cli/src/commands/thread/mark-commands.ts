import type { Command } from 'commander'
import { type ThreadKind, toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { failureOf, usage } from '../../failures.js'
import { given } from '../../given.js'
import type { Run } from '../../run.js'
import { addRemoveOptions, offlineOption } from '../shared-options.js'
import { threadOf, writeOne } from './thread-command.js'

interface MarkOptions {
  readonly offline?: boolean
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

const marks = [
  { name: 'label', what: 'LABEL', type: 'thread.label', description: 'Add or remove labels' },
  { name: 'assign', what: 'WHO', type: 'thread.assign', description: 'Add or remove assignees' },
  { name: 'milestone', what: 'MILESTONE', type: 'thread.milestone', description: 'Set or remove the milestone' },
] as const

/** A person of the repository is assigned by core; another word is the login of an imported project. */
export const assigneeOf = async <Options extends object>(run: Run<Options>, who: string): Promise<string> => {
  const peer = await run.peer()
  const found = await peer.person({ repo: await run.repo(), who })
  if (found.ok) return toZ32(found.value.person)
  if (found.failure.code === 'unknown') return who
  throw failureOf(found.failure)
}

/** label, assign and milestone: what is added and what is removed. */
export const markThread = (parent: Command, kind: ThreadKind): void => {
  for (const { name, what, type, description } of marks) {
    define<MarkOptions>(parent, {
      name,
      description,
      takes: ['NUMBER'],
      inRepository: true,
      examples: [`${kind} ${name} 12 --add ${what.toLowerCase()}`, `${kind} ${name} 12 --remove ${what.toLowerCase()}`],
      options: (command) => addRemoveOptions(command, what),
      run: async (run) => {
        const { add = [], remove = [] } = run.options
        if (add.length + remove.length === 0) throw usage(`nothing to change: give --add ${what} or --remove ${what}`)
        const thread = await threadOf(run, kind)
        const meant = async (words: readonly string[]): Promise<readonly string[]> =>
          type === 'thread.assign' ? Promise.all(words.map((who) => assigneeOf(run, who))) : words
        await writeOne(
          run,
          { type, thread: thread.op, add: await meant(add), remove: await meant(remove) },
          `changed #${thread.number}`,
        )
      },
    })
  }
}

interface ReactOptions {
  readonly offline?: boolean
  readonly remove?: boolean
  readonly comment?: string
}

export const reactThread = (parent: Command, kind: ThreadKind): void =>
  define<ReactOptions>(parent, {
    name: 'react',
    description: 'React to a thread, or to one of its comments',
    takes: ['NUMBER', 'EMOJI'],
    inRepository: true,
    examples: [`${kind} react 12 👍`, `${kind} react 12 🎉 --comment yb3k9xqe`],
    options: (command) =>
      offlineOption(command).option('--remove', 'take it back').option('--comment <OP>', 'to this comment'),
    run: async (run) => {
      const thread = await threadOf(run, kind)
      const { comment, remove } = run.options
      const peer = await run.peer()
      const target =
        comment === undefined ? thread.op : run.value(await peer.op({ repo: await run.repo(), op: comment })).id
      await writeOne(run, { type: 'react', target, emoji: run.word(1), ...given({ remove }) }, 'reacted')
    },
  })
