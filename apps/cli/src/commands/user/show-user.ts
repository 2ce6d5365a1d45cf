import type { Command } from 'commander'
import type { UserSummary } from '@hypergit/client'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { colors as pc } from '../../render/colors.js'
import { tableOf } from '../../render/table.js'
import { safeBlock, safeLine } from '../../render/terminal-text.js'
import { deviceRows, machinesOf } from './device-rows.js'

const recoveryWord = (saved: boolean | undefined): readonly string[][] => {
  if (saved === undefined) return []
  return [['recovery', saved ? 'saved' : 'no recovery saved']]
}

const userText = ({ view, device, recoverySaved, warnings }: UserSummary): string => {
  const machines = machinesOf(view, device?.core)
  const rows = [
    ['user', toZ32(view.log)],
    ...(view.url === '' ? [] : [['url', safeLine(view.url)]]),
    ...(view.contact === '' ? [] : [['contact', safeLine(view.contact)]]),
    ['cores', String(view.links.filter(({ linked }) => linked).length)],
    ...recoveryWord(recoverySaved),
  ]
  const bio = view.bio === '' ? [] : [safeBlock(view.bio)]
  const warned = warnings.map((warning) => `${pc.yellow('!')} ${warning}`)
  return [pc.bold(safeLine(view.name)), tableOf(rows), ...bio, 'machines:', deviceRows(machines), ...warned].join('\n')
}

/** What scripts get of a user. */
const userJson = ({ view, device, ...summary }: UserSummary): object => {
  const { log: user, devices: _devices, ...profile } = view
  return { user, ...profile, ...device, ...summary, devices: machinesOf(view, device?.core) }
}

export const showUser = (parent: Command): void =>
  define(parent, {
    name: 'show',
    aliases: ['view'],
    description: 'Show who you are: profile, machines, and whether a recovery is saved',
    takes: ['[WHO]'],
    examples: ['user show', 'user show --json'],
    run: async (run) => {
      const peer = await run.peer()
      const [who] = run.words
      const summary = run.value(await peer.user(given({ who })))
      run.output.result(userJson(summary), () => userText(summary))
    },
  })
