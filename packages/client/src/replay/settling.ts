import { setTimeout as wait } from 'node:timers/promises'
import type { LogId } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import { OperatorApi } from '../mirror/operator-api.js'
import type { LiveLog } from '../repository/live-log.js'

const everyMs = 100
const mirrorEveryMs = 500

/** The hash that all peers have in the end, with nothing missing anywhere. */
export const agreed = async (lives: readonly LiveLog[], waitMs: number): Promise<Answer<string>> => {
  const until = Date.now() + waitMs
  for (;;) {
    const hashes = await Promise.all(lives.map((live) => live.engine.stateHash()))
    const [first] = hashes
    const whole = lives.every((live) => live.log.behindBy() === 0 && live.engine.missing().length === 0)
    if (first !== undefined && whole && new Set(hashes).size === 1) return answer(first)
    if (Date.now() >= until) {
      return fail({ code: 'unreachable', message: `the peers did not agree within ${waitMs} ms: ${hashes.join(', ')}` })
    }
    await wait(everyMs)
  }
}

/** Has the mirror host the repository and waits until it says the same as the peers. */
export const mirrored = async (api: OperatorApi, id: LogId, hash: string, waitMs: number): Promise<Answer<string>> => {
  const hosting = await api.host(id)
  if (!hosting.ok) return hosting
  const until = Date.now() + waitMs
  for (;;) {
    const said = await api.repository(id)
    if (!said.ok && said.failure.code !== 'unreachable') return said
    const stateHash = said.ok ? said.value?.stateHash : undefined
    if (stateHash === hash) return answer(hash)
    if (Date.now() >= until) {
      return fail({
        code: 'unreachable',
        message: `the mirror has not everything after ${waitMs} ms: it says ${stateHash ?? 'nothing'}`,
      })
    }
    await wait(mirrorEveryMs)
  }
}
