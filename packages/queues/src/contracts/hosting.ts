import type { CoreKey, LogId } from '@hypergit/domain'
import { z } from 'zod'
import { v, type Contract, type Versioned } from './contract.js'
import { record } from './record.js'
import { core, count, flag, list, log, text, timeMs } from './scalars.js'

/** Whether a log is to be hosted: the state that the operator wants, of which the higher version wins. SQL holds it; it is sent again while it is new, and rarely afterwards. */
export interface HostingJob extends Versioned {
  readonly log: LogId
  readonly host: boolean
  readonly by: 'operator'
  readonly version: number
}

export const hosting: Contract<HostingJob> = {
  queue: 'hosting',
  from: 'dashboard',
  to: 'replicator',
  partitionedBy: (job) => job.log,
  schema: record<HostingJob>({ v, log, host: flag, by: z.literal('operator'), version: count }),
  attempts: 1,
  backoffMs: 0,
  timeLimitMs: 60_000,
  replaces: (job) => job.log,
}

export interface ConnectionView {
  /** The peer's noise key, z-base-32. */
  readonly noiseKey: string
  /** Cores whose keys it proved to hold. */
  readonly proven: readonly CoreKey[]
  /** ms */
  readonly since: number
}

/** How the replication of a log goes: the newest state, sent on change and at most once every few seconds. */
export interface ReplicationJob extends Versioned {
  readonly log: LogId
  /** The replicator's clock, ms; of two jobs the later counts. */
  readonly at: number
  readonly peers: number
  readonly cores: number
  readonly bytes: number
  /** Blocks that peers announced and that are not here yet. */
  readonly behindBlocks: number
  readonly admission: { readonly refusing: boolean; readonly reasons: readonly string[] }
  readonly connections: readonly ConnectionView[]
}

export const connectionsMax = 200

export const replication: Contract<ReplicationJob> = {
  queue: 'replication',
  from: 'replicator',
  to: 'dashboard',
  schema: record<ReplicationJob>({
    v,
    log,
    at: timeMs,
    peers: count,
    cores: count,
    bytes: count,
    behindBlocks: count,
    admission: record<ReplicationJob['admission']>({ refusing: flag, reasons: list(text, 64) }),
    connections: list(
      record<ConnectionView>({ noiseKey: text, proven: list(core, 1_024), since: timeMs }),
      connectionsMax,
    ),
  }),
  attempts: 2,
  backoffMs: 1_000,
  timeLimitMs: 30_000,
  replaces: (job) => job.log,
}
