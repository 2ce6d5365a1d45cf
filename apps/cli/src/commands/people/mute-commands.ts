import type { Command } from 'commander'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { untilOf } from '../../when.js'
import { offlineOption } from '../shared-options.js'
import { writeOne } from '../thread/thread-command.js'
import { personOf } from './person.js'

interface MuteOptions {
  readonly offline?: boolean
  readonly until?: string
  readonly reason?: string
}

export const muteCommands = (program: Command): void => {
  define<MuteOptions>(program, {
    name: 'mute',
    description: 'Keep somebody from taking part in threads',
    takes: ['WHO'],
    inRepository: true,
    examples: ['mute bo3k9xqe --until 7d --reason "cool down"', 'mute -R my-project bo3k9xqe'],
    options: (command) =>
      offlineOption(command)
        .option('--until <WHEN>', 'ISO 8601, or a span such as 7d; until an unmute unless given')
        .option('-r, --reason <TEXT>', 'why'),
    run: async (run) => {
      const { until, reason } = run.options
      const untilMs = until === undefined ? undefined : untilOf(until, Date.now())
      const { person } = await personOf(run, run.word(0))
      await writeOne(run, { type: 'mute', target: person, ...given({ until: untilMs, reason }) }, 'muted')
    },
  })
  define<{ readonly offline?: boolean }>(program, {
    name: 'unmute',
    description: 'Let somebody take part in threads again',
    takes: ['WHO'],
    inRepository: true,
    examples: ['unmute bo3k9xqe'],
    options: (command) => offlineOption(command),
    run: async (run) => {
      const { person } = await personOf(run, run.word(0))
      await writeOne(run, { type: 'unmute', target: person }, 'unmuted')
    },
  })
}
