import { type LogId, toZ32 } from '@hypergit/domain'
import { z } from 'zod'
import { type Answer, answer, fail } from '../api/failure.js'

const timeoutMs = 10_000
const bodyBytesMax = 4 * 1024 * 1024

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
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
      : fail(refused(200, 'the mirror answered something that is no repository'))
  }

  async #send(method: string, path: string, body?: object): Promise<Answer<unknown>> {
    const url = endpoint(this.access.operatorUrl, path)
    if (url === undefined) {
      const message = `${JSON.stringify(this.access.operatorUrl.slice(0, 200))} is no address of a mirror: http://HOST:PORT or https://… is needed`
      return fail({ code: 'invalid', message })
    }
    try {
      const response = await fetch(url, {
        method,
        headers: { authorization: `Bearer ${this.access.token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      })
      return await read(response)
    } catch (error) {
      const reason =
        error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)
      return fail({ code: 'unreachable', message: `the mirror at ${url.origin} did not answer: ${reason}` })
    }
  }
}

const endpoint = (origin: string, path: string): URL | undefined => {
  try {
    const url = new URL(path, origin)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
  } catch {
    return undefined
  }
}

const read = async (response: Response): Promise<Answer<unknown>> => {
  const text = await boundedText(response)
  if (text === undefined)
    return fail(refused(response.status, `the mirror's answer is longer than ${bodyBytesMax} bytes`))
  const json = text === '' ? undefined : parseJson(text)
  if (response.ok) return answer(json)
  const error = refusal.safeParse(json)
  return fail(
    refused(response.status, error.success ? error.data.error.message : `the mirror answered ${response.status}`),
  )
}

const boundedText = async (response: Response): Promise<string | undefined> => {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > bodyBytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const refused = (status: number, message: string) => ({ code: 'mirror-refused' as const, message, status })
