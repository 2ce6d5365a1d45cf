import { z } from 'zod'
import { type Answer, answer, fail } from '../api/failure.js'

const timeoutMs = 10_000
const bodyBytesMax = 4 * 1024 * 1024

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

export interface MirrorRequest {
  readonly origin: string
  readonly method: string
  readonly path: string
  readonly token?: string | undefined
  readonly body?: object | undefined
}

/** One call of a mirror's API: its answer as JSON, its size bounded, its refusal in its own words. */
export const callMirror = async ({ origin, method, path, token, body }: MirrorRequest): Promise<Answer<unknown>> => {
  const url = endpoint(origin, path)
  if (url === undefined) {
    const message = `${JSON.stringify(origin.slice(0, 200))} is no address of a mirror: http://HOST:PORT or https://… is needed`
    return fail({ code: 'invalid', message })
  }
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        'content-type': 'application/json',
      },
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
    return fail(mirrorRefused(response.status, `the mirror's answer is longer than ${bodyBytesMax} bytes`))
  const json = text === '' ? undefined : parseJson(text)
  if (response.ok) return answer(json)
  const error = refusal.safeParse(json)
  return fail(
    mirrorRefused(response.status, error.success ? error.data.error.message : `the mirror answered ${response.status}`),
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

export const mirrorRefused = (status: number, message: string) => ({ code: 'mirror-refused' as const, message, status })
