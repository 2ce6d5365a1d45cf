import type { EvidenceBounds } from '@hypergit/client'
import type { UserLogQuotas } from '@hypergit/config'
import type { AdmissionLimits } from '@hypergit/log'
import type { UserLogBounds } from './following/following-state.js'

/** How the replicator works, read from the environment once. All times in ms. */
export interface ReplicatorSettings {
  /** Where the cores are kept. One process has the folder open at a time. */
  readonly folder: string
  readonly limits: AdmissionLimits
  /** `HOST:PORT`, several separated by commas; `local` starts one in this process; absent: the public DHT. */
  readonly bootstrap?: string
  /** UDP port; 0: any. */
  readonly dhtPort: number
  /** `validate` jobs of one log that wait for an answer. */
  readonly outstandingJobsMax: number
  /** A job without an answer for so long is taken for lost, and the log is swept, unless it is in line behind jobs that are being answered. */
  readonly answerPatienceMs: number
  /** How often logs with something unconfirmed are looked at. */
  readonly sweepMs: number
  /**
   * How often a log is swept whole while the validator has not answered for all of it, or misses parents; give or take a fifth. Between two sweeps that
   * look for lost jobs of one log the pause doubles up to this, from `answerPatienceMs`, while nothing of the log is answered.
   */
  readonly unsettledSweepMs: number
  /** How often every hosted log is swept whole, give or take a fifth. */
  readonly fullSweepMs: number
  /** A log's state of replication is sent at most so often. */
  readonly statusMs: number
  /** How long the cores of a log that is no longer hosted are kept, in case the operator changes their mind. */
  readonly removeAfterMs: number
  /** Logs that are announced on the DHT at the same time, the others wait. */
  readonly joinsAtOnceMax: number
  /** User logs that are followed; others are refused. */
  readonly followedMax: number
  readonly userLogBounds: UserLogBounds
  /** A user log that nobody has brought for so long is gone, until somebody does. */
  readonly goneAfterMs: number
  /** What the past of an op may come to whose evidence is handed out. */
  readonly evidenceBounds: EvidenceBounds
  /** Requests for evidence that wait. */
  readonly evidenceWaitingMax: number
}

const dayMs = 24 * 60 * 60_000

export const defaultReplicatorSettings: Omit<ReplicatorSettings, 'folder' | 'limits' | 'bootstrap'> = Object.freeze({
  dhtPort: 0,
  outstandingJobsMax: 8,
  answerPatienceMs: 5_000,
  sweepMs: 3_000,
  unsettledSweepMs: 60_000,
  fullSweepMs: 12 * 60_000,
  statusMs: 2_000,
  removeAfterMs: 7 * dayMs,
  joinsAtOnceMax: 16,
  followedMax: 20_000,
  userLogBounds: Object.freeze({ opsMax: 20_000, bytesMax: 16 * 1024 * 1024, devicesMax: 256 }),
  goneAfterMs: 15 * 60_000,
  // Such a past takes some 15 s of work, which is spread over twice that.
  evidenceBounds: Object.freeze({ coresMax: 10_000, blocksMax: 100_000, blocksBytesMax: 32 * 1024 * 1024 }),
  evidenceWaitingMax: 16,
})

/** What the environment says of user logs, in place of the defaults. */
export const withUserQuotas = <Settings extends Pick<ReplicatorSettings, 'followedMax' | 'userLogBounds'>>(
  settings: Settings,
  { userLogsMax, opsPerUserLogMax, bytesPerUserLogMax, devicesPerUserLogMax }: UserLogQuotas,
): Settings => {
  const { opsMax, bytesMax, devicesMax } = settings.userLogBounds
  return {
    ...settings,
    followedMax: userLogsMax ?? settings.followedMax,
    userLogBounds: {
      opsMax: opsPerUserLogMax ?? opsMax,
      bytesMax: bytesPerUserLogMax ?? bytesMax,
      devicesMax: devicesPerUserLogMax ?? devicesMax,
    },
  }
}
