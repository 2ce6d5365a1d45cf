import type { Command } from 'commander'
import type { LinkedFork, RepositoryForks, RepositorySummary } from '@hypergit/client'
import { linkOf, toZ32 } from '@hypergit/domain'
import { colors as pc } from '../../render/colors.js'
import { define } from '../../define.js'
import { safeLine, safeText } from '../../render/terminal-text.js'
import { tableOf } from '../../render/table.js'
import { markedLink } from './list-forks.js'

const openOf = ({ view }: RepositorySummary): string =>
  view === undefined ? 'not fetched yet' : `${view.issues.open} issues, ${view.pulls.open} pull requests open`

const forksShownMax = 10

const forkLine = (what: string, fork: LinkedFork): readonly string[] => [
  what,
  `${linkOf(fork.repository)} ${markedLink(fork)}${fork.name === undefined ? '' : ` ${safeLine(fork.name, 40)}`}`,
]

const summaryText = (repository: RepositorySummary, forks: RepositoryForks): string => {
  const { name, link, role, muted, view, warnings } = repository
  const rows = [
    ['link', link],
    ['you are', muted ? `${role}, muted` : role],
    ['core', toZ32(repository.core)],
    ...(view === undefined
      ? []
      : [
          ['git', safeLine(view.gitUrl)],
          ['branch', safeLine(view.defaultBranch)],
          ['issues', `${view.issues.open} open, ${view.issues.closed} closed`],
          ['pull requests', `${view.pulls.open} open, ${view.pulls.closed} closed, ${view.pulls.merged} merged`],
        ]),
    ...(forks.parent === undefined ? [] : [forkLine('fork of', forks.parent)]),
    ...forks.forks.slice(0, forksShownMax).map((fork) => forkLine('fork', fork)),
    ...(forks.forks.length > forksShownMax ? [['forks', `${forks.forks.length} in all: hypergit repo forks`]] : []),
  ]
  const description = view === undefined || view.description === '' ? '' : `${safeText(view.description)}\n`
  const warned = warnings.map((warning) => `\n${pc.yellow('!')} ${safeLine(warning, 400)}`).join('')
  return `${pc.bold(safeLine(name))}\n${description}${tableOf(rows)}${warned}`
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
      const forks = run.value(await peer.forks({ repo: repository.link }))
      run.output.result({ ...repository, ...forks }, () => summaryText(repository, forks))
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
