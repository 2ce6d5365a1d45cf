import type {
  Applied,
  CoreKey,
  EquivocationProof,
  LogId,
  LogKind,
  MissingParent,
  OpId,
  Verdict,
} from '@hypergit/domain'
import { z } from 'zod'
import { blockBytesMax, blocksMax, pageLengthMax, v, type Contract, type Versioned } from './contract.js'
import { optional, record } from './record.js'
import { bytes, core, count, list, log, oneOf, op } from './scalars.js'
import { applied, missingParent, verdict } from './views.js'

/** Blocks of one core, in its order: the first at `from`, whose `prev` is `prevId`. */
export interface BlockRun {
  readonly core: CoreKey
  readonly from: number
  /** Id of the core's op before `from`, zeros at 0. */
  readonly prevId: OpId
  readonly blocks: readonly Uint8Array[]
}

/** Proofs of forks in one job. */
export const forksMax = 16
/** Longest half of such a proof. */
const forkHalfBytesMax = 16 * 1024

/** What a log is judged as: a repository unless it says otherwise. */
const kind: z.ZodType<LogKind> = oneOf(['repository', 'user'])

/** Blocks to be judged: at most 256 and 1 MiB in all, the runs of one core in order; and forks that peers proved. */
export interface ValidateJob extends Versioned {
  readonly log: LogId
  readonly kind?: LogKind
  readonly runs: readonly BlockRun[]
  readonly forks: readonly EquivocationProof[]
}

const withinBounds = (job: ValidateJob): boolean => {
  let blocks = 0
  let size = 0
  for (const run of job.runs) {
    blocks += run.blocks.length
    for (const block of run.blocks) size += block.byteLength
  }
  return blocks <= blocksMax && size <= blockBytesMax
}

const run: z.ZodType<BlockRun> = record<BlockRun>({ core, from: count, prevId: op, blocks: list(bytes, blocksMax) })

const half = bytes.refine((value) => value.byteLength <= forkHalfBytesMax, {
  error: `at most ${forkHalfBytesMax} bytes`,
})
const fork: z.ZodType<EquivocationProof> = record<EquivocationProof>({ core, seq: count, proofA: half, proofB: half })

export const validate: Contract<ValidateJob> = {
  queue: 'validate',
  from: 'replicator',
  to: 'validator',
  partitionedBy: (job) => job.log,
  schema: record<ValidateJob>({
    v,
    log,
    kind: optional(kind),
    runs: list(run, blocksMax),
    forks: list(fork, forksMax),
  }).refine(withinBounds, {
    error: `at most ${blocksMax} blocks and ${blockBytesMax} bytes in all`,
  }),
  attempts: 1,
  backoffMs: 0,
  timeLimitMs: 120_000,
}

/** What came of the blocks: how far each core is applied, which cores to stop, which parents to ask for. */
export interface VerdictsJob extends Versioned {
  readonly log: LogId
  readonly epoch: number
  readonly number: number
  readonly applied: readonly Applied[]
  readonly verdicts: readonly Verdict[]
  readonly missing: readonly MissingParent[]
  /** Cores whose blocks did not continue what is applied: send again from `length`. */
  readonly gaps: readonly Applied[]
  /** Cores that no verdict stands against. */
  readonly lifted: readonly CoreKey[]
  /** Forks that ops prove, to be told to peers. */
  readonly forks: readonly EquivocationProof[]
  /** Of a user log, whole whenever it may have changed: the cores whose blocks are taken. */
  readonly devices?: readonly CoreKey[]
}

/** Every list of a `verdicts` job but its forks; a longer one is sent in several jobs of the same epoch and number, each of which stands alone. */
export const verdictsListMax = 4_096

export const verdicts: Contract<VerdictsJob> = {
  queue: 'verdicts',
  from: 'validator',
  to: 'replicator',
  partitionedBy: (job) => job.log,
  schema: record<VerdictsJob>({
    v,
    log,
    epoch: count,
    number: count,
    applied: list(applied, verdictsListMax),
    verdicts: list(verdict, verdictsListMax),
    missing: list(missingParent, verdictsListMax),
    gaps: list(applied, verdictsListMax),
    lifted: list(core, verdictsListMax),
    forks: list(fork, forksMax),
    devices: optional(list(core, verdictsListMax)),
  }),
  attempts: 1,
  backoffMs: 0,
  timeLimitMs: 60_000,
}

/**
 * What the replicator has of a log, in pages of at most 1,000 cores. The validator answers with `verdicts` that carry `applied` of these
 * cores, so that the replicator sends again what is missing, and sends again what its own outbox still holds.
 */
export interface SweepJob extends Versioned {
  readonly log: LogId
  readonly kind?: LogKind
  readonly cores: readonly Applied[]
  /** From 0; `pages` in all. */
  readonly page: number
  readonly pages: number
}

export const sweep: Contract<SweepJob> = {
  queue: 'sweep',
  from: 'replicator',
  to: 'validator',
  partitionedBy: (job) => job.log,
  schema: record<SweepJob>({
    v,
    log,
    kind: optional(kind),
    cores: list(applied, pageLengthMax),
    page: count,
    pages: count,
  }),
  attempts: 1,
  backoffMs: 0,
  timeLimitMs: 60_000,
  replaces: (job) => `${job.log}-${job.page}`,
}
