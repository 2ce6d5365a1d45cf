import type { CoreState } from '../graph/core-state.js'
import type { AuthorityOp } from '../facts/authority-op.js'
import type { ClaimOp } from '../facts/identity-op.js'
import type { KnownOp } from '../graph/known-op.js'
import type { Waiting } from '../graph/parking.js'
import type { CoreKey, OpId } from '../ids.js'
import type { Ruling } from '../outcome/ruling.js'
import { isVisible } from '../views/standing.js'

interface Before {
  readonly ruling: Ruling | undefined
  readonly visible: boolean
}

const unseen: Before = { ruling: undefined, visible: false }

/** What one batch has changed so far, to be stored in one commit and told in one report. */
export class Batch {
  readonly fresh: KnownOp[] = []
  /** Ops new or changed, with what they were before. */
  readonly touched = new Map<KnownOp, Before>()
  readonly cores = new Set<CoreState>()
  readonly threads = new Set<OpId>()
  readonly rebuiltThreads = new Set<OpId>()
  rebuildsLog = false
  /** What readers see of the user of a user log is another than before. */
  changesUser = false
  readonly parked = new Set<Waiting>()
  readonly unparked: Waiting[] = []
  readonly gaps = new Set<CoreKey>()
  /** Something came, other than an authority op, on which facts rest (LogState.marks), so those over K have to be computed anew. */
  factsChanged = false
  /** Authority ops that are new. */
  readonly authority: AuthorityOp[] = []
  /** Cores that are known to have forked where they were not, with the lowest seq of a fork that was known before. */
  readonly forked = new Map<CoreState, number | undefined>()
  /** Cores of which it may have changed whose they are, or what they are kept from. */
  readonly identityCores = new Set<CoreKey>()
  readonly evidence = new Set<KnownOp>()
  /** Forks that were proven outside the log. */
  readonly proven: { readonly core: CoreKey; readonly seq: number }[] = []
  /** Those that decide nothing any more. */
  readonly unproven: { readonly core: CoreKey; readonly seq: number }[] = []
  readonly claimsSeen = new Set<ClaimOp>()

  addFresh(known: KnownOp): void {
    this.fresh.push(known)
    this.touched.set(known, unseen)
    this.cores.add(known.chain.core)
  }

  /** To be called before an op is changed. */
  touch(known: KnownOp): void {
    if (!this.touched.has(known)) this.touched.set(known, { ruling: known.ruling, visible: isVisible(known) })
  }

  get isEmpty(): boolean {
    return (
      this.touched.size === 0 &&
      this.cores.size === 0 &&
      this.parked.size === 0 &&
      this.unparked.length === 0 &&
      this.proven.length === 0
    )
  }
}
