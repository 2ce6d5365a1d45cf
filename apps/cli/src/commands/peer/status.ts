import type { Command } from 'commander'
import type { RepositoryStatus, UserStatus } from '@hypergit/client'
import { toZ32 } from '@hypergit/domain'
import { colors as pc } from '../../render/colors.js'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { counted } from '../../render/counted.js'
import { safeLine } from '../../render/terminal-text.js'
import { tableOf } from '../../render/table.js'
import { shortId } from '../../render/threads.js'

const repositoryText = (one: RepositoryStatus): string => {
  const rows = [
    ['you are', one.muted ? `${one.role}, muted` : one.role],
    ['core', shortId(one.core)],
    ['ops', String(one.ops)],
    ['cores', String(one.heads.length)],
    ['peers', String(one.peers)],
    ['behind by', String(one.behindBy)],
    ['parked', String(one.parked.length)],
    ['state', one.stateHash.slice(0, 16)],
    ...waitingRow(one),
    ...one.blacklist.map(({ core, from, reason }) => ['ignored', `${shortId(core)} from block ${from}: ${reason}`]),
  ]
  return `${pc.bold(safeLine(one.name))}\n${tableOf(rows)}${warningLines(one.warnings)}`
}

const waitingRow = ({ waiting }: RepositoryStatus): readonly string[][] =>
  waiting === undefined ? [] : [['held', `${counted(waiting.ops, 'op')} ${safeLine(waiting.text)}`]]

const userText = (user: UserStatus): string => {
  const rows = [
    ['user', toZ32(user.user)],
    ['core', shortId(user.core)],
    ['ops', String(user.ops)],
    ['peers', String(user.peers)],
    ['behind by', String(user.behindBy)],
  ]
  return `${pc.bold(`you, ${safeLine(user.name)}`)}\n${tableOf(rows)}${warningLines(user.warnings)}`
}

const warningLines = (warnings: readonly string[]): string =>
  warnings.map((warning) => `\n${pc.yellow('!')} ${warning}`).join('')

export const statusCommand = (program: Command): void =>
  define(program, {
    name: 'status',
    description: 'Show what this home has, who it is connected to, and what is missing',
    inRepository: true,
    examples: ['status', 'status my-project --json'],
    run: async (run) => {
      const peer = await run.peer()
      const repo = run.repositoryWord ?? run.options.repository
      const status = run.value(await peer.status(given({ repo })))
      run.output.result(status, () => {
        const head = `${status.home}: ${status.connections} connections${status.mode === 'guest' ? `, held by process ${status.pid}` : ''}`
        const users = status.user === undefined ? [] : [userText(status.user)]
        return [head, ...users, ...status.repositories.map(repositoryText)].join('\n\n')
      })
    },
  })
