import type { CoreView, LogId, OpView, RepositoryView, ThreadView } from '@hypergit/domain'
import type { z } from 'zod'
import { v, type Contract, type Versioned } from './contract.js'
import { optional, record } from './record.js'
import { count, list, log, oneOf, text } from './scalars.js'
import { coreView, opView, repositoryView, threadView } from './views.js'

/**
 * What a reader sees differently now, each record whole. Versions are (epoch, number): numbers of an epoch have no gaps, a lower epoch is
 * refused, and a new epoch begins with a snapshot that replaces the projection once it is complete.
 */
export interface ChangesJob extends Versioned {
  readonly log: LogId
  readonly epoch: number
  readonly number: number
  /** A batch above a job's size is sent in `parts` jobs of one number, from 0; they count as applied when all are there. */
  readonly part: number
  readonly parts: number
  /** A snapshot's jobs in order of their numbers: one `begin`, any `part`s, one `end`; a small one is `whole`. Absent: changes. */
  readonly snapshot?: 'begin' | 'part' | 'end' | 'whole'
  readonly ops: readonly OpView[]
  readonly threads: readonly ThreadView[]
  readonly cores: readonly CoreView[]
  readonly repository?: RepositoryView
  /** Hexadecimal, of the state after this number. */
  readonly stateHash?: string
}

const recordsMax = 10_000

export const changesSchema: z.ZodType<ChangesJob> = record<ChangesJob>({
  v,
  log,
  epoch: count,
  number: count,
  part: count,
  parts: count,
  snapshot: optional(oneOf(['begin', 'part', 'end', 'whole'])),
  ops: list(opView, recordsMax),
  threads: list(threadView, recordsMax),
  cores: list(coreView, recordsMax),
  repository: optional(repositoryView),
  stateHash: optional(text),
})

export const changes: Contract<ChangesJob> = {
  queue: 'changes',
  from: 'validator',
  to: 'dashboard',
  partitionedBy: (job) => job.log,
  schema: changesSchema,
  attempts: 1,
  backoffMs: 0,
  timeLimitMs: 60_000,
}

/** The dashboard lacks changes: the validator sends the numbers after `have` from its outbox, or a snapshot in a new epoch. */
export interface ResyncJob extends Versioned {
  readonly log: LogId
  /** The newest version that the projection has; absent without any. */
  readonly have?: { readonly epoch: number; readonly number: number }
}

export const resync: Contract<ResyncJob> = {
  queue: 'resync',
  from: 'dashboard',
  to: 'validator',
  partitionedBy: (job) => job.log,
  schema: record<ResyncJob>({
    v,
    log,
    have: optional(record<NonNullable<ResyncJob['have']>>({ epoch: count, number: count })),
  }),
  attempts: 1,
  backoffMs: 0,
  timeLimitMs: 120_000,
  replaces: (job) => job.log,
}
