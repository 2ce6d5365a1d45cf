import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { colors as pc } from '../../render/colors.js'
import { tableOf } from '../../render/table.js'
import { safeLine } from '../../render/terminal-text.js'
import { capabilities } from '../people/policy-commands.js'
import { type GitRight, type GitRights, gitRights } from '../rights/git-rights.js'

interface CapabilitiesOptions {
  readonly offline?: boolean
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no')
const columns = ['capability', 'declared', 'git remote', 'allowed', 'why not']

const rowOf = ({ capability, declared, remote, allowed, whyNot = '' }: GitRight): readonly string[] => [
  capability,
  yesNo(declared),
  remote,
  allowed ? pc.green('yes') : pc.red('no'),
  safeLine(whyNot, 400),
]

/** A note that several rows share is said once, with their names. */
const notesText = (rights: readonly GitRight[]): string => {
  const byNote = new Map<string, string[]>()
  for (const { note, capability } of rights)
    if (note !== undefined) byNote.set(note, [...(byNote.get(note) ?? []), capability])
  return [...byNote].map(([note, names]) => `\n${names.join(', ')}: ${safeLine(note, 600)}`).join('')
}

const rightsText = ({ core, role, capabilities: rights }: GitRights): string =>
  `${role}, writing as ${toZ32(core)}\n${tableOf([columns.map((name) => pc.bold(name)), ...rights.map(rowOf)])}${notesText(rights)}`

const help = `
A capability is allowed where it is declared (by role, or by \`hypergit policy set\`) and the git remote does not refuse it. The remote is asked
with \`git push --dry-run\`, which changes nothing, in a git checkout linked to the repository: the remote with the repository's git URL, else
origin. It answers for the right to push as such; its own hooks and protected branches are met by the real push only. A release is no more than
its tag to git.`

export const showCapabilities = (parent: Command): void =>
  define<CapabilitiesOptions>(parent, {
    name: 'capabilities',
    description: 'Show what you may do with the git data: what is declared, what the git remote answers, and why not',
    inRepository: true,
    examples: ['repo capabilities', 'repo capabilities my-project --json'],
    options: (command) =>
      command
        .option('--offline', 'do not connect: ask only a git remote that is on this machine')
        .addHelpText('after', help),
    run: async (run) => {
      const peer = await run.peer()
      const repository = run.value(await peer.repository({ repo: await run.repo() }))
      const rights = await gitRights(run, repository, {
        capabilities,
        branch: repository.view?.defaultBranch ?? '',
        isOffline: run.options.offline === true,
      })
      run.output.result(rights, () => rightsText(rights))
    },
  })
