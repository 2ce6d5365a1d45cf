/** How the validator works, read from the environment once. All times in ms. */
export interface ValidatorSettings {
  /** Where the state of the logs is kept; it can be rebuilt from the logs. One process has the folder open at a time. */
  readonly folder: string
  /** Logs whose state is open at a time; the one that is unused the longest makes room for the next. */
  readonly openLogsMax: number
  /** A log without a job for so long is closed. */
  readonly idleCloseMs: number
  /** Batches whose reports stay in a log's outbox after they were sent, for a dashboard that missed some. */
  readonly keptReportsMax: number
  /** After so long without news the newest number is said once more, so that the dashboard notices if the last ones were lost. */
  readonly remindAfterMs: number
  /** What could not be said, since SQL or the queues failed, is tried again after this. */
  readonly retryMs: number
  /** Quiet time of a log before its state hash is computed and sent. */
  readonly hashDelayMs: number
  /** How long a state that is being rebuilt waits for what another validator had judged, before it is shown as it is. */
  readonly catchUpPatienceMs: number
  /** A second snapshot of a log is not sent sooner than this after the first: what was sent may still be on its way. */
  readonly snapshotPauseMs: number
  /** When `events` and `claims` are sent again, counted from the first time: an emptied Redis may have lost them. */
  readonly resendAfterMs: readonly number[]
}

export const defaultValidatorSettings: Omit<ValidatorSettings, 'folder'> = Object.freeze({
  openLogsMax: 64,
  idleCloseMs: 60_000,
  keptReportsMax: 64,
  remindAfterMs: 15_000,
  retryMs: 5_000,
  hashDelayMs: 300,
  catchUpPatienceMs: 60_000,
  snapshotPauseMs: 10_000,
  resendAfterMs: Object.freeze([15_000, 90_000]),
})
