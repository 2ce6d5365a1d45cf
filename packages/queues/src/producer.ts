import { randomUUID } from 'node:crypto'
import type { JobsOptions, Queue } from 'bullmq'
import type { Draft, Producer, SendOptions } from './api.js'
import { failedKeptMax, type Backend } from './backend/backend.js'
import { copiesOf, type Chaos } from './chaos.js'
import type { PayloadOf, QueueName } from './contracts/catalog.js'
import { encodeJob, type EncodedJob } from './payload.js'
import { QueueError } from './queue-error.js'
import { contractOf, type AnyContract } from './queue-names.js'

/** A back end that is away is tried again for this long, then the sender hears of it. */
export const sendPatienceMs = 5_000
const retryMs = 100
/** One round trip adds at most this many jobs. */
const bulkMax = 64

const optionsFor = (contract: AnyContract, job: EncodedJob, delayMs: number): JobsOptions => ({
  attempts: contract.attempts,
  ...(contract.attempts > 1 ? { backoff: { type: 'exponential', delay: contract.backoffMs } } : {}),
  ...(delayMs > 0 ? { delay: delayMs } : {}),
  ...(job.replaces === undefined ? {} : { deduplication: { id: job.replaces, keepLastIfActive: true } }),
  ...(job.once === undefined ? {} : { deduplication: { id: job.once } }),
  removeOnComplete: true,
  removeOnFail: failedKeptMax,
})

/** Asks again until it answers or `sendPatienceMs` are over. */
const patiently = async <T>(what: string, attempt: () => Promise<T>): Promise<T> => {
  for (const deadline = performance.now() + sendPatienceMs; ;) {
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() >= deadline)
        throw new QueueError('unavailable', `Jobs for ${what} cannot be sent: ${(error as Error).message}`, error)
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

/**
 * The library keeps the older of two jobs with one key while that waits, and the newer while it is worked on; here the newest always counts.
 * So what waits gets the newer data, and what began meanwhile gets a successor.
 */
const addNewest = async (queue: Queue, name: string, job: EncodedJob, options: JobsOptions): Promise<void> => {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const jobId = randomUUID()
    const added = await queue.add(name, job.data, { ...options, jobId })
    if (added.id === jobId) return
    try {
      await added.updateData(job.data)
      const state = await added.getState()
      if (state === 'waiting' || state === 'delayed') return
    } catch (error) {
      // It was finished and removed in between; the next round adds a fresh one.
      if (!(error instanceof Error) || !/missing/i.test(error.message)) throw error
    }
  }
}

export const openProducer = <Name extends QueueName>(
  backend: Backend,
  name: Name,
  chaos: Chaos | undefined,
): Producer<Name> => {
  const contract = contractOf(name)
  const copies = copiesOf(chaos)

  const add = async (job: EncodedJob, delayMs: number): Promise<void> => {
    const options = optionsFor(contract, job, delayMs)
    const queue = backend.queue(job.to)
    for (let left = copies(); left > 0; left -= 1) {
      await patiently(name, async () => {
        if (job.replaces === undefined) await queue.add(name, job.data, options)
        else await addNewest(queue, name, job, options)
      })
    }
    if (contract.partitioned) backend.wake(job.to)
  }

  const addAll = async (to: string, jobs: readonly EncodedJob[]): Promise<void> => {
    for (let from = 0; from < jobs.length; from += bulkMax) {
      const entries = jobs
        .slice(from, from + bulkMax)
        .flatMap((job) =>
          Array.from({ length: copies() }, () => ({ name, data: job.data, opts: optionsFor(contract, job, 0) })),
        )
      if (entries.length > 0) await patiently(name, () => backend.queue(to).addBulk(entries))
      if (contract.partitioned) backend.wake(to)
    }
  }

  return {
    send: async (payload: Draft<PayloadOf<Name>>, { delayMs = 0 }: SendOptions = {}) => {
      if (contract.partitioned && delayMs > 0)
        throw new QueueError('invalid-job', `Jobs for ${name} are in order and cannot be delayed`)
      await add(encodeJob(name, payload), delayMs)
    },
    sendAll: async (payloads: readonly Draft<PayloadOf<Name>>[]) => {
      const plain = new Map<string, EncodedJob[]>()
      const keyed = new Map<string, EncodedJob>()
      for (const payload of payloads) {
        const job = encodeJob(name, payload)
        const key = job.replaces ?? job.once
        if (key !== undefined) keyed.set(`${job.to} ${key}`, job)
        else plain.set(job.to, [...(plain.get(job.to) ?? []), job])
      }
      for (const [to, jobs] of plain) await addAll(to, jobs)
      // Jobs of different keys have no order among them, so that they share round trips.
      const unordered = [...keyed.values()]
      for (let from = 0; from < unordered.length; from += bulkMax) {
        await Promise.all(unordered.slice(from, from + bulkMax).map((job) => add(job, 0)))
      }
    },
  }
}
