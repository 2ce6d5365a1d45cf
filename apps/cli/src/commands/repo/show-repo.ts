import type { Command } from 'commander'
import type { RepositorySummary } from '@hypergit/client'
import { toZ32 } from '@hypergit/domain'
import { colors as pc } from '../../render/colors.js'
import { define } from '../../define.js'
import { safeLine, safeText } from '../../render/terminal-text.js'
import { tableOf } from '../../render/table.js'

const openOf = ({ view }: RepositorySummary): string =>
  view === undefined ? 'not fetched yet' : `${view.issues.open} issues, ${view.pulls.open} pull requests open`

const summaryText = (repository: RepositorySummary): string => {
  const { name, link, role, muted, view } = repository
  const rows = [
    ['link', link],
    ['you are', muted ? `${role}, muted` : role],
    ...(view === undefined
      ? []
      : [
          ['git', safeLine(view.gitUrl)],
          ['branch', safeLine(view.defaultBranch)],
          ['issues', `${view.issues.open} open, ${view.issues.closed} closed`],
          ['pull requests', `${view.pulls.open} open, ${view.pulls.closed} closed, ${view.pulls.merged} merged`],
          ...(view.forkOf === undefined ? [] : [['fork of', toZ32(view.forkOf)]]),
          ...view.forks.map((fork) => ['fork', toZ32(fork)]),
        ]),
  ]
  const description = view === undefined || view.description === '' ? '' : `${safeText(view.description)}\n`
  return `${pc.bold(safeLine(name))}\n${description}${tableOf(rows)}`
}

export const listRepos = (parent: Command): void =>
  define(parent, {
    name: 'list',
    aliases: ['ls'],
    description: 'List the repositories of this home',
    examples: ['repo list', 'repo list --json'],
    run: async (run) => {
      const repositories = await (await run.peer()).repositories()
      run.output.list(repositories, () =>
        repositories.length === 0
          ? 'none yet'
          : tableOf(repositories.map((one) => [safeLine(one.name, 60), openOf(one), one.link])),
      )
    },
  })

export const showRepo = (parent: Command): void =>
  define(parent, {
    name: 'show',
    aliases: ['view'],
    description: 'Show a repository',
    inRepository: true,
    examples: ['repo show', 'repo show my-project --json'],
    run: async (run) => {
      const peer = await run.peer()
      const repository = run.value(await peer.repository({ repo: await run.repo() }))
      run.output.result(repository, () => summaryText(repository))
    },
  })

export const removeRepo = (parent: Command): void =>
  define(parent, {
    name: 'remove',
    description: "Forget a repository here; others keep it, and this machine's own core is kept as well",
    inRepository: true,
    examples: ['repo remove my-project'],
    run: async (run) => {
      const peer = await run.peer()
      const handle = run.value(await peer.removeRepository({ repo: await run.repo() }))
      run.output.result(handle, () => `removed ${safeLine(handle.name)}`)
    },
  })
