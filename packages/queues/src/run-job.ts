import type { Handler } from './api.js'
import type { PayloadOf, QueueName } from './contracts/catalog.js'
import { decodeJob } from './payload.js'
import { contractOf } from './queue-names.js'

/** What became of one attempt at a job. */
export type Attempt =
  | { readonly kind: 'done' }
  /** Tried again if the contract has attempts left. */
  | { readonly kind: 'failed'; readonly error: Error }
  /** Never tried again: it does not parse. */
  | { readonly kind: 'refused'; readonly error: Error }

/** A handler that does not stop at its time limit is left behind after this long. */
const stopGraceMs = 5_000

export interface AttemptOptions {
  readonly jobId: string
  readonly partition?: number
  readonly attempt: number
  /** Ends the attempt from outside: the partition is lost. */
  readonly signal?: AbortSignal
  /** For tests; the contract's by default. */
  readonly timeLimitMs?: number
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))

/** Parses one job and hands it to its handler, within the contract's time limit. Never rejects. */
export const runJob = async <Name extends QueueName>(
  name: Name,
  handler: Handler<Name>,
  data: unknown,
  options: AttemptOptions,
): Promise<Attempt> => {
  const decoded = decodeJob(name, data)
  if (!decoded.ok) return { kind: 'refused', error: new Error(decoded.reason) }
  const { attempts, timeLimitMs: contractLimitMs } = contractOf(name)
  const timeLimitMs = options.timeLimitMs ?? contractLimitMs
  const controller = new AbortController()
  const abort = (reason: string): void => controller.abort(new Error(reason))
  const onOutside = (): void => abort('the partition is lost')
  options.signal?.addEventListener('abort', onOutside, { once: true })
  if (options.signal?.aborted === true) onOutside()
  const timer = setTimeout(() => abort(`not done within ${timeLimitMs} ms`), timeLimitMs)
  try {
    await orAbandoned(
      callHandler(name, handler, decoded.payload, options, attempts, controller.signal),
      controller.signal,
    )
    if (controller.signal.aborted) throw asError(controller.signal.reason)
    return { kind: 'done' }
  } catch (thrown) {
    return { kind: 'failed', error: asError(thrown) }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', onOutside)
  }
}

const callHandler = async <Name extends QueueName>(
  _name: Name,
  handler: Handler<Name>,
  payload: PayloadOf<Name>,
  options: AttemptOptions,
  attemptsMax: number,
  signal: AbortSignal,
): Promise<void> =>
  handler(payload, {
    jobId: options.jobId,
    ...(options.partition === undefined ? {} : { partition: options.partition }),
    attempt: options.attempt,
    attemptsMax,
    signal,
  })

/** What the handler gives, or, when it ignores its signal for `stopGraceMs`, the signal's reason. */
const orAbandoned = (work: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined
    const onAbort = (): void => {
      grace = setTimeout(() => reject(asError(signal.reason)), stopGraceMs)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    work.then(resolve, reject).finally(() => {
      clearTimeout(grace)
      signal.removeEventListener('abort', onAbort)
    })
  })
