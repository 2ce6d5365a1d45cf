import type { Command } from 'commander'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { offlineOption } from '../shared-options.js'
import { writeOne } from '../thread/thread-command.js'
import { coreOf } from './person.js'

interface BanOptions {
  readonly offline?: boolean
  readonly reason?: string
}

interface PardonOptions {
  readonly offline?: boolean
  readonly head?: string
}

export const banCommands = (program: Command): void => {
  define<BanOptions>(program, {
    name: 'ban',
    description: 'Have a core ignored by every peer from here on',
    takes: ['CORE'],
    inRepository: true,
    examples: ['ban bo3k9xqe --reason spam'],
    options: (command) => offlineOption(command).option('-r, --reason <TEXT>', 'why'),
    run: async (run) => {
      const core = await coreOf(run, run.word(0))
      await writeOne(run, { type: 'core.ban', core, ...given({ reason: run.options.reason }) }, 'banned')
    },
  })
  define<PardonOptions>(program, {
    name: 'pardon',
    description: 'Let a core that is ignored write again',
    takes: ['CORE'],
    inRepository: true,
    examples: ['pardon bo3k9xqe', 'pardon bo3k9xqe --head yb3k9xqe'],
    options: (command) =>
      offlineOption(command).option('--head <OP>', 'of a forked core: the newest op of the branch that is to count'),
    run: async (run) => {
      const core = await coreOf(run, run.word(0))
      const peer = await run.peer()
      const { head } = run.options
      const op = head === undefined ? undefined : run.value(await peer.op({ repo: await run.repo(), op: head })).id
      await writeOne(run, { type: 'core.pardon', core, ...given({ head: op }) }, 'pardoned')
    },
  })
}
