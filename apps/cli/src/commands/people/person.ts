import type { PersonView } from '@hypergit/client'
import { type CoreKey, coreKey, idBeginsWith, parseId } from '@hypergit/domain'
import { CommandFailure, exitStatus, failureOf } from '../../failures.js'
import type { Run } from '../../run.js'
import { shortId } from '../../render/threads.js'

/** Whom WHO means: a core, a user, a name, `me`, or an unambiguous beginning of one. A whole core may be one that has yet to write here. */
export const personOf = async <Options extends object>(
  run: Run<Options>,
  who: string,
): Promise<Pick<PersonView, 'person'>> => {
  const peer = await run.peer()
  const found = await peer.person({ repo: await run.repo(), who })
  if (found.ok) return found.value
  const parsed = parseId(who)
  if (found.failure.code === 'unknown' && parsed.ok) return { person: coreKey(parsed.id) }
  throw failureOf(found.failure)
}

/** The core that a word means: its id, or an unambiguous beginning of it. */
export const coreOf = async <Options extends object>(run: Run<Options>, word: string): Promise<CoreKey> => {
  const parsed = parseId(word)
  if (parsed.ok) return coreKey(parsed.id)
  const peer = await run.peer()
  const cores = run.value(await peer.cores({ repo: await run.repo() }))
  const matches = cores.filter(({ core }) => idBeginsWith(core, word))
  const [only] = matches
  if (only !== undefined && matches.length === 1) return only.core
  if (only === undefined)
    throw new CommandFailure('unknown', `no core of this repository begins with ${JSON.stringify(word)}`)
  const candidates = matches.map(({ core }) => shortId(core))
  throw new CommandFailure(
    'ambiguous',
    `several cores begin with ${JSON.stringify(word)}: ${candidates.join(', ')}`,
    exitStatus.usedWrongly,
    { candidates },
  )
}
