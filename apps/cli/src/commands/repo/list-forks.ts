import type { Command } from 'commander'
import type { LinkedFork } from '@hypergit/client'
import { type ForkLink, linkOf } from '@hypergit/domain'
import { define } from '../../define.js'
import { tableOf } from '../../render/table.js'
import { safeLine } from '../../render/terminal-text.js'

const marks: Readonly<Record<ForkLink, string>> = { confirmed: '✓', maybe: '?' }

/** How sure a link is, by a mark and in words. */
export const markedLink = ({ link }: LinkedFork): string => `${marks[link]} ${link}`

const forkRow = (fork: LinkedFork & { readonly kind: 'parent' | 'fork' }): readonly string[] => [
  fork.kind === 'parent' ? 'fork of' : 'fork',
  markedLink(fork),
  fork.name === undefined ? '' : safeLine(fork.name, 40),
  linkOf(fork.repository),
  fork.explanation,
]

export const listForks = (parent: Command): void =>
  define(parent, {
    name: 'forks',
    description: 'List what a repository was forked from and what was forked from it, and how sure that is',
    inRepository: true,
    examples: ['repo forks my-project', 'repo forks my-project --json'],
    run: async (run) => {
      const peer = await run.peer()
      const { parent: from, forks } = run.value(await peer.forks({ repo: await run.repo() }))
      const listed = [
        ...(from === undefined ? [] : [{ kind: 'parent' as const, ...from }]),
        ...forks.map((fork) => ({ kind: 'fork' as const, ...fork })),
      ]
      run.output.list(listed, () =>
        listed.length === 0 ? 'no parent, and no forks that this home knows of' : tableOf(listed.map(forkRow)),
      )
    },
  })
