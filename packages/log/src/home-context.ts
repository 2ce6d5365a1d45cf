import type Corestore from 'corestore'
import type { CoreKeyPair } from 'hypercore'
import type { Admission } from './admission/admission.js'
import type { AdmissionLimits } from './admission/limits.js'
import type { BlockRules } from './block-rules.js'
import type { CorePool } from './storage/core-pool.js'
import type { CoreStore } from './storage/core-store.js'
import type { HeadIndex } from './storage/head-index.js'

/** What the logs of one home share. */
export interface HomeContext {
  readonly store: Corestore
  /** The key pair of an own core by its name. */
  readonly keyPairOf: (name: string) => Promise<CoreKeyPair>
  readonly pool: CorePool
  readonly cores: CoreStore
  readonly index: HeadIndex
  readonly rules: BlockRules
  readonly limits: AdmissionLimits
  readonly admission: Admission
  /** ms since 1970. */
  readonly clock: () => number
  readonly uncleanStart: boolean
  /** Stops writing for good, since a write failed. */
  readonly fail: (cause: unknown) => void
}
