import type { ChangesJob } from '@hypergit/queues'
import type { PoolClient } from 'pg'
import { z } from 'zod'

/** PostgreSQL's channel that tells every dashboard process which parts of a log readers see differently. */
export const changeChannel = 'hypergit_dashboard_changes'

/** A notice holds at most 8,000 bytes: more ids than these are told as `more`, and a page then asks for everything. */
const idsMax = 40

export const changeNotice = z.object({
  log: z.string(),
  epoch: z.number(),
  number: z.number(),
  threads: z.array(z.string()),
  ops: z.array(z.string()),
  more: z.boolean(),
})
export type ChangeNotice = z.infer<typeof changeNotice>

/** Told when the transaction commits, and not at all when it does not. */
export const notifyChange = async (client: PoolClient, job: ChangesJob): Promise<void> => {
  const threads = [
    ...new Set([
      ...job.threads.map((thread) => thread.op),
      ...job.ops.flatMap((op) => (op.thread === undefined ? [] : [op.thread])),
    ]),
  ]
  const notice: ChangeNotice = {
    log: job.log,
    epoch: job.epoch,
    number: job.number,
    threads: threads.slice(0, idsMax),
    ops: job.ops.slice(0, idsMax).map((op) => op.id),
    more: threads.length > idsMax || job.ops.length > idsMax || job.snapshot !== undefined,
  }
  await client.query('select pg_notify($1, $2)', [changeChannel, JSON.stringify(notice)])
}
