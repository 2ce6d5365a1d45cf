/** Why a core or a block was not taken. */
export type RefusalReason =
  | 'connection-new-cores'
  | 'log-cores'
  | 'core-day-ops'
  | 'core-day-bytes'
  | 'block-bytes'
  | 'log-ops'
  | 'log-bytes'
  | 'total-bytes'
  /** Its first block is no membership of this log, or its key is not the hash of the manifest that a core here must have. */
  | 'no-member'
  /** A fork number above 0, or blocks that do not fit their signature. */
  | 'bad-proof'
  | 'not-proven-in-time'
  | 'too-many-false-heads'

/** For readiness and pages: what is stored, and which bounds have been met. Bytes of blocks, without the storage's own overhead. */
export interface AdmissionStatus {
  readonly bytesTotal: number
  readonly bytesTotalMax: number
  /** New blocks are refused everywhere, old ones are still served. */
  readonly full: boolean
  readonly connections: number
  /** Times a core or a block was refused since the start. */
  readonly refusals: Readonly<Record<RefusalReason, number>>
}
