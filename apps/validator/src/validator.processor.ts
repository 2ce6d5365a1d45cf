import type { Block } from '@hypergit/domain'
import type { BlockRun, Handlers } from '@hypergit/queues'
import type { AgreedSweeps } from './judging/agreed-sweeps.js'
import type { LeftOpen } from './judging/left-open.js'
import type { OpenLogs } from './judging/open-logs.js'
import type { PositionStore } from './sql/position-store.js'
import type { Teller } from './telling/teller.js'
import { verdictJobs } from './telling/verdict-jobs.js'

export interface ProcessorParts {
  readonly logs: OpenLogs
  readonly leftOpen: LeftOpen
  readonly agreed: AgreedSweeps
  readonly positions: PositionStore
  readonly teller: Teller
}

/** A job that says nothing of it is about a repository. */
const defaultKind = 'repository'

const blocksOf = (run: BlockRun): readonly Block[] =>
  run.blocks.map((bytes, index) => ({ core: run.core, seq: run.from + index, bytes }))

/** What the validator does with the jobs it is sent, and with partitions that it gains and loses. */
export const validatorHandlers = ({ logs, agreed, positions, teller }: ProcessorParts): Handlers<'validator'> => ({
  validate: async (job) => {
    await logs.use(job.log, job.kind ?? defaultKind, (judged) => judged.apply(job.runs.flatMap(blocksOf), job.forks))
  },
  sweep: async (job) => {
    const standing = logs.isOpen(job.log) ? undefined : agreed.matching(job)
    if (standing !== undefined) {
      const { at, verdicts, devices } = standing
      const whole = job.page === 0 ? { verdicts, ...(devices === undefined ? {} : { devices }) } : {}
      const tidings = { applied: job.cores, ...whole }
      await teller.verdicts(verdictJobs({ log: job.log, epoch: at.epoch, number: at.version }, tidings))
      return
    }
    await logs.use(job.log, job.kind ?? defaultKind, async (judged) => {
      if (await judged.sweep(job)) agreed.note(job, await judged.standing())
      else agreed.forget(job.log)
    })
  },
  resync: async (job) => {
    const { log, have } = job
    // What a closed log said is whole, whichever validator had it open.
    if (have !== undefined && !logs.isOpen(log)) {
      const left = await positions.peek(log)
      if (left?.epoch === have.epoch && left.number === have.number) return
    }
    await logs.use(log, defaultKind, (judged) => judged.resync(have))
  },
  asks: async ({ user, have }) => {
    if (have !== undefined && !logs.isOpen(user)) {
      const left = await positions.peek(user)
      if (left?.epoch === have.epoch && left.number === have.number) return
    }
    await logs.use(user, 'user', (judged) => judged.resync(have))
  },
})

/** Before a partition's lease is given back: close what is open for it. */
export const leavePartition = async ({ logs, agreed, leftOpen }: ProcessorParts, partition: number): Promise<void> => {
  leftOpen.lost(partition)
  agreed.forgetPartition(partition)
  await logs.closePartition(partition)
}
