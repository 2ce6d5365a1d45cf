import type { LogId } from '@hypergit/domain'
import type { Logger } from '@hypergit/observability'
import type { ValidatorSettings } from '../settings.js'
import type { PositionStore } from '../sql/position-store.js'
import type { SightingStore } from '../sql/sighting-store.js'
import type { OpenState } from '../state/log-state.js'
import type { Teller } from '../telling/teller.js'

/** What every open log shares. */
export interface JudgingParts {
  readonly openState: OpenState
  readonly teller: Teller
  readonly positions: PositionStore
  readonly sightings: SightingStore
  /** A new, higher epoch for the versions of a log. */
  readonly raiseEpoch: (log: LogId) => Promise<number>
  /** What was agreed on a log no longer stands: it is about to be judged further. */
  readonly onJudging: (log: LogId) => void
  readonly settings: ValidatorSettings
  /** ms since 1970. */
  readonly now: () => number
  readonly logger: Logger
}
