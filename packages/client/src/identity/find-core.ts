import { type CoreKey, coreKey, idBeginsWith, parseId, toZ32 } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { LiveLog } from '../repository/live-log.js'

const beginningLengthMin = 4
const candidatesMax = 20

/** The one core that a word means: `me`, a whole id, or an unambiguous beginning of one. A person with several cores has to name one. */
export const findCore = async (live: LiveLog, word: string): Promise<Answer<CoreKey>> => {
  if (word === 'me') return answer(await live.log.ownCore())
  const quoted = JSON.stringify(word.slice(0, 80))
  const cores = await live.engine.queries.cores()
  const parsed = parseId(word)
  const isMeant = ({ core }: { readonly core: CoreKey }): boolean =>
    parsed.ok ? core === coreKey(parsed.id) : word.length >= beginningLengthMin && idBeginsWith(core, word)
  const matching = cores.filter(isMeant)
  const [only] = matching
  if (only !== undefined && matching.length === 1) return answer(only.core)
  if (only === undefined) {
    const message = `no core of this repository is, or begins with, ${quoted}: give at least ${beginningLengthMin} characters of one; hypergit sync fetches what is new`
    return fail({ code: 'unknown', message, subject: 'person' })
  }
  return fail({
    code: 'ambiguous',
    message: `several cores of this repository begin with ${quoted}`,
    subject: 'person',
    candidates: matching.slice(0, candidatesMax).map(({ core, role }) => ({ ref: toZ32(core), label: role })),
  })
}
