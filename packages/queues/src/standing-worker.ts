import { UnrecoverableError, type Worker } from 'bullmq'
import type { Handler } from './api.js'
import type { Backend } from './backend/backend.js'
import type { QueueName } from './contracts/catalog.js'
import { runJob } from './run-job.js'
import { contractOf } from './queue-names.js'

/** Works on a queue without partitions: several jobs at a time, in any order, retried as the contract says. */
export const startStandingWorker = <Name extends QueueName>(
  backend: Backend,
  name: Name,
  handler: Handler<Name>,
  concurrency: number,
  onProblem: (problem: Error) => void,
): Worker =>
  backend.worker(
    contractOf(name).queue,
    async (job) => {
      const attempt = await runJob(name, handler, job.data, { jobId: job.id ?? '', attempt: job.attemptsMade + 1 })
      switch (attempt.kind) {
        case 'done':
          return
        case 'failed':
          throw attempt.error
        case 'refused':
          throw new UnrecoverableError(attempt.error.message)
        default:
          attempt satisfies never
      }
    },
    { concurrency, onProblem },
  )
