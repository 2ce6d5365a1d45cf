import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { CommandFailure, failureOf } from '../../failures.js'
import { given } from '../../given.js'
import { shortId } from '../../render/threads.js'
import type { Run } from '../../run.js'
import { offlineOption } from '../shared-options.js'
import { publishedText, waitingJson, waitingNote } from '../thread/thread-command.js'

interface ClaimOptions {
  readonly offline?: boolean
  readonly all?: boolean
}

export const claimIdentity = (parent: Command): void =>
  define<ClaimOptions>(parent, {
    name: 'claim',
    description: 'Say that the core of this home is yours; writing does so by itself, unless you stay anonymous',
    inRepository: true,
    examples: ['identity claim', 'identity claim -R my-project', 'identity claim --all'],
    options: (command) =>
      offlineOption(command).option('--all', 'in every repository that your user log names, which are cloned for it'),
    run: async (run) => {
      if (run.options.all === true) await claimEverywhere(run)
      else await claimIn(run, await run.repo())
    },
  })

const claimIn = async (run: Run<ClaimOptions>, repo: string): Promise<void> => {
  const peer = await run.peer()
  const { offline } = run.options
  const claimed = run.value(await peer.claim({ repo, ...given({ offline }) }))
  for (const warning of claimed.warnings) run.output.note(warning)
  const { core, user, op, waiting, published } = claimed
  run.output.result(
    { repo, core, user, ...given({ op }), published, ...waitingJson(waiting) },
    () =>
      `${op === undefined ? 'claimed before' : 'claimed'}: ${toZ32(core)} is of user ${toZ32(user)}, ${publishedText(published)}${waitingNote(waiting)}`,
  )
}

/** A new machine in all that its user takes part in; what nobody serves now is said, and left for another time. */
const claimEverywhere = async (run: Run<ClaimOptions>): Promise<void> => {
  const peer = await run.peer()
  const { view } = run.value(await peer.user({}))
  const linked = new Set(view.links.filter((link) => link.linked).map(({ repository }) => repository))
  const here = new Set((await peer.repositories()).map(({ id }) => id))
  const missing: string[] = []
  for (const repository of linked) {
    const cloned = here.has(repository) ? undefined : await peer.cloneRepository({ link: toZ32(repository) })
    if (cloned?.ok === false && cloned.failure.code !== 'unreachable') throw failureOf(cloned.failure)
    if (cloned?.ok === false) missing.push(shortId(repository))
    else await claimIn(run, repository)
  }
  if (missing.length > 0)
    throw new CommandFailure('unreachable', `nobody who has ${missing.join(', ')} answered; try again later`)
}

export const stayAnonymous = (parent: Command): void =>
  define(parent, {
    name: 'anonymous',
    description: 'Say nothing in a repository of whose machine this is, until `identity claim`',
    inRepository: true,
    examples: ['identity anonymous -R my-project'],
    run: async (run) => {
      const peer = await run.peer()
      const repo = await run.repo()
      run.value(await peer.stayAnonymous({ repo }))
      run.output.result({ repo, anonymous: true }, () => 'nothing is said there of whose machine this is')
    },
  })
