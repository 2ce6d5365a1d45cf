import type { FailedJob, QueueCounts } from './api.js'
import { noDepth, type Backend, type Depth } from './backend/backend.js'
import type { QueueName } from './contracts/catalog.js'
import { contractOf, namesOf, queueNames } from './queue-names.js'

/** Failures shown for each queue. */
export const recentFailuresMax = 20
const reasonLengthMax = 500

const add = (a: Depth, b: Depth): Depth => ({
  waiting: a.waiting + b.waiting,
  active: a.active + b.active,
  delayed: a.delayed + b.delayed,
  failed: a.failed + b.failed,
})

const failuresOf = async (
  backend: Backend,
  name: QueueName,
  failing: readonly string[],
): Promise<readonly FailedJob[]> => {
  const { queue, partitioned } = contractOf(name)
  const found: FailedJob[] = []
  for (const each of failing) {
    const jobs = await backend.queue(each).getFailed(0, recentFailuresMax - 1)
    for (const job of jobs) {
      found.push({
        jobId: job.id ?? '',
        queue: name,
        ...(partitioned ? { partition: Number(each.slice(queue.length + 1)) } : {}),
        reason: (job.failedReason ?? '').slice(0, reasonLengthMax),
        at: job.finishedOn ?? job.timestamp,
        attempts: job.attemptsMade,
      })
    }
  }
  return found.sort((a, b) => b.at - a.at).slice(0, recentFailuresMax)
}

/** Every queue of the mirror with its partitions summed, in the catalog's order. */
export const countQueues = async (backend: Backend): Promise<readonly QueueCounts[]> => {
  const depths = await backend.depths(queueNames.flatMap(namesOf))
  return Promise.all(
    queueNames.map(async (name) => {
      const { from, to } = contractOf(name)
      const names = namesOf(name)
      const failing = names.filter((each) => (depths.get(each)?.failed ?? 0) > 0)
      const total = names.map((each) => depths.get(each) ?? noDepth).reduce(add, noDepth)
      return { queue: name, from, to, ...total, recentFailures: await failuresOf(backend, name, failing) }
    }),
  )
}
