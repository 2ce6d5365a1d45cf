import { openDatabase } from '@hypergit/database'
import { openBackend, openQueues } from '@hypergit/queues'

/**
 * A replicator's worker in a process of its own, on the build, for tests that kill it. It says `held N` when it has its partitions, `began N`
 * when it takes a job, and never finishes one.
 */
const { DATABASE_URL: url, REDIS_URL: redisUrl, HYPERGIT_QUEUES: prefer } = process.env
const folder = process.cwd()
const database = await openDatabase({ url, folder })
const backend = await openBackend({ database, folder, prefer, ...(redisUrl === undefined ? {} : { redisUrl }) })
const queues = await openQueues({ service: 'replicator', database, backend })
const never = new Promise(() => undefined)
const working = await queues.work({
  verdicts: ({ number }) => {
    console.log(`began ${number}`)
    return never
  },
  follow: () => never,
  hosting: () => never,
  evidence: () => never,
})
console.log(`held ${working.held().length}`)
