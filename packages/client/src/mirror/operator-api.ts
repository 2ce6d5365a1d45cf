import { type LogId, toZ32 } from '@hypergit/domain'
import { z } from 'zod'
import { type Answer, answer, fail } from '../api/failure.js'
import { callMirror, mirrorRefused } from './mirror-http.js'

/** A mirror that has judged nothing yet has no state hash. */
const hosted = z.object({ stateHash: z.string().nullish(), peers: z.number().optional() })

export interface OperatorAccess {
  readonly operatorUrl: string
  readonly token: string
}

/** What a mirror says of a hosted repository; undefined when it does not host it. */
export type Hosted = z.infer<typeof hosted>

/** Calls of a mirror's operator API; answers are checked, their size is bounded. */
export class OperatorApi {
  constructor(private readonly access: OperatorAccess) {}

  /** Asks the mirror to host a repository; it does nothing when it does already. */
  async host(id: LogId): Promise<Answer<undefined>> {
    const sent = await this.#send('POST', '/api/operator/repositories', { id: toZ32(id) })
    return sent.ok ? answer(undefined) : sent
  }

  async stopHosting(id: LogId): Promise<Answer<undefined>> {
    const sent = await this.#send('DELETE', `/api/operator/repositories/${toZ32(id)}`)
    return sent.ok ? answer(undefined) : sent
  }

  async repository(id: LogId): Promise<Answer<Hosted | undefined>> {
    const sent = await this.#send('GET', `/api/repositories/${toZ32(id)}`)
    if (!sent.ok)
      return sent.failure.code === 'mirror-refused' && sent.failure.status === 404 ? answer(undefined) : sent
    const parsed = hosted.safeParse(sent.value)
    return parsed.success
      ? answer(parsed.data)
      : fail(mirrorRefused(200, 'the mirror answered something that is no repository'))
  }

  #send(method: string, path: string, body?: object): Promise<Answer<unknown>> {
    const { operatorUrl, token } = this.access
    return callMirror({ origin: operatorUrl, method, path, token, body })
  }
}
