import type { HeadRecord } from '../storage/head-record.js'
import type { HeadTable } from '../storage/head-table.js'
import type { AdmissionLimits } from './limits.js'
import type { AdmissionStatus, RefusalReason } from './status.js'

const dayMs = 86_400_000

/** What a core may still bring today: an absent `reason` means at least one block. */
export interface Allowance {
  readonly reason?: RefusalReason
  readonly opsLeft: number
}

const noRefusals = (): Record<RefusalReason, number> => ({
  'connection-new-cores': 0,
  'log-cores': 0,
  'core-day-ops': 0,
  'core-day-bytes': 0,
  'block-bytes': 0,
  'log-ops': 0,
  'log-bytes': 0,
  'total-bytes': 0,
  'no-member': 0,
  'bad-proof': 0,
  'not-proven-in-time': 0,
  'too-many-false-heads': 0,
})

/** Counts what is stored and decides what may still come, over all logs of a home (docs/protocol.md, section 8). */
export class Admission {
  readonly #refusals = noRefusals()
  #bytesTotal: number

  constructor(
    readonly limits: AdmissionLimits,
    readonly clock: () => number,
    bytesTotal: number,
  ) {
    this.#bytesTotal = bytesTotal
  }

  status(connections: number): AdmissionStatus {
    return {
      bytesTotal: this.#bytesTotal,
      bytesTotalMax: this.limits.bytesTotalMax,
      full: this.#bytesTotal >= this.limits.bytesTotalMax,
      connections,
      refusals: { ...this.#refusals },
    }
  }

  refused(reason: RefusalReason): void {
    this.#refusals[reason]++
  }

  /**
   * Whether more of a core may come, asked before it is fetched. What is under way may exceed a bound on bytes by one answer, whose size is
   * bounded itself. `cited`: some admitted op cites what is to come, so the core's own day does not count.
   */
  allowance(table: HeadTable, record: HeadRecord | undefined, cited: boolean): Allowance {
    const { limits } = this
    if (this.#bytesTotal >= limits.bytesTotalMax) return { reason: 'total-bytes', opsLeft: 0 }
    const { opsMax, bytesMax } = table.bounds
    if (table.byteLength >= Math.min(limits.bytesPerLogMax, bytesMax)) return { reason: 'log-bytes', opsLeft: 0 }
    const logOpsLeft = Math.max(0, opsMax - table.ops)
    if (logOpsLeft === 0) return { reason: 'log-ops', opsLeft: 0 }
    if (record === undefined)
      return table.size >= limits.coresPerLogMax
        ? { reason: 'log-cores', opsLeft: 0 }
        : { opsLeft: Math.min(logOpsLeft, limits.opsPerCoreDayMax) }
    if (cited || record.ownName !== undefined) return { opsLeft: Math.min(logOpsLeft, Number.MAX_SAFE_INTEGER) }
    const today = this.#today(record)
    if (today.dayOps >= limits.opsPerCoreDayMax) return { reason: 'core-day-ops', opsLeft: 0 }
    if (today.dayBytes >= limits.bytesPerCoreDayMax) return { reason: 'core-day-bytes', opsLeft: 0 }
    return { opsLeft: Math.min(logOpsLeft, limits.opsPerCoreDayMax - today.dayOps) }
  }

  /** The record after `ops` blocks were charged to its day. */
  charged<Charged extends Pick<HeadRecord, 'day' | 'dayOps' | 'dayBytes'>>(
    record: Charged,
    ops: number,
    bytes: number,
  ): Charged {
    const { day, dayOps, dayBytes } = this.#today(record)
    return { ...record, day, dayOps: dayOps + ops, dayBytes: dayBytes + bytes }
  }

  /** Bytes that were stored, or removed where negative. */
  stored(bytes: number): void {
    this.#bytesTotal += bytes
  }

  #today(record: Pick<HeadRecord, 'day' | 'dayOps' | 'dayBytes'>): Pick<HeadRecord, 'day' | 'dayOps' | 'dayBytes'> {
    const day = Math.floor(this.clock() / dayMs)
    return record.day === day ? record : { day, dayOps: 0, dayBytes: 0 }
  }
}
