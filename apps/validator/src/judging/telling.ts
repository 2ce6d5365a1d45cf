import type { BatchReport } from '@hypergit/domain'
import type { Position } from '../sql/position-store.js'
import type { LogState } from '../state/log-state.js'
import type { JudgingParts } from './judging-parts.js'

/** What whoever shows a log is told of it, by (epoch, number): the dashboard of a repository, the identity service of a user. */
export interface Telling {
  readonly position: Position
  /** The epoch's beginning was sent whole, so that changes can follow. */
  readonly shown: boolean
  /** Reports up to this version were said before the log was opened; 0 when that is not known. */
  readonly resumedAt: number
  tell(report: BatchReport): Promise<void>
  /** Sends what begins the epoch, unless the state is still being rebuilt. True when the log is shown. */
  showIfReady(catchingUp: boolean): Promise<boolean>
  sendHash(): Promise<void>
  remind(): Promise<void>
  /** Sends what comes after `have`. */
  resync(have: { readonly epoch: number; readonly number: number } | undefined): Promise<void>
  /** Leaves the position for the next time the log is opened here. */
  leave(): Promise<void>
}

export const beginEpoch = async (state: LogState, parts: JudgingParts): Promise<Position> => {
  const epoch = await parts.raiseEpoch(state.log)
  await parts.positions.begin(state.log, state.kind, epoch)
  return { epoch, number: 0, version: 0 }
}
