import { type LogId, toZ32 } from '@hypergit/domain'
import type { Claimed, Peer } from '@hypergit/client'
import type { Run } from '../../run.js'
import { given } from '../../given.js'
import { shortId } from '../../render/threads.js'
import { publishedText, waitingJson, waitingNote } from '../thread/thread-command.js'

/** A claim of this home's core in one repository. */
export interface ClaimedIn extends Claimed {
  readonly repo: string
}

/** Repositories in which this home's core says whose it is, and those that were left for another time. */
export interface ClaimedEverywhere {
  readonly claimed: readonly ClaimedIn[]
  readonly left: readonly { readonly repo: LogId; readonly code: string; readonly why: string }[]
}

/** Repositories that are looked for at the same time, and how long for each, ms: what nobody serves now must not hold up the others. */
const atOnce = 4
const cloneWaitMs = 10_000

/** Every repository that the user's log names: those that are not here are cloned, and this home's core claims in each. */
export const claimEverywhere = async (run: Run<object>): Promise<ClaimedEverywhere> => {
  const peer = await run.peer()
  const { view } = run.value(await peer.user({}))
  const linked = [...new Set(view.links.filter((link) => link.linked).map(({ repository }) => repository))]
  const here = new Set((await peer.repositories()).map(({ id }) => id))
  const claimed: ClaimedIn[] = []
  const left: ClaimedEverywhere['left'][number][] = []
  for (let from = 0; from < linked.length && !run.interrupt.wasStopped(); from += atOnce) {
    const together = linked.slice(from, from + atOnce).map(async (repo) => {
      const answer = await claimIn(peer, repo, here.has(repo))
      if (answer.ok) claimed.push({ repo, ...answer.value })
      else left.push({ repo, code: answer.failure.code, why: answer.failure.message })
    })
    await Promise.all(together)
  }
  return { claimed, left }
}

const claimIn = async (peer: Peer, repo: LogId, isHere: boolean) => {
  const cloned = isHere ? undefined : await peer.cloneRepository({ link: toZ32(repo), waitMs: cloneWaitMs })
  return cloned?.ok === false ? cloned : peer.claim({ repo })
}

export const claimedJson = ({ repo, core, user, op, published, waiting }: ClaimedIn) => ({
  repo,
  core,
  user,
  ...given({ op }),
  published,
  ...waitingJson(waiting),
})

export const claimedText = ({ core, user, op, published, waiting }: ClaimedIn): string =>
  `${op === undefined ? 'claimed before' : 'claimed'}: ${toZ32(core)} is of user ${toZ32(user)}, ${publishedText(published)}${waitingNote(waiting)}`

export const leftText = (left: ClaimedEverywhere['left']): string =>
  [
    'Left for another time, by hypergit identity claim --all:',
    ...left.map(({ repo, why }) => `  ${shortId(repo)}: ${why}`),
  ].join('\n')
