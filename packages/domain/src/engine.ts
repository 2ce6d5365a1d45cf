import type { Action } from './action.js'
import type { CoreKey, LogId, OpId } from './ids.js'
import type { Block, Draft, EquivocationProof, ParentRef } from './op.js'
import type { Decision } from './outcome.js'
import type { LogQueries } from './queries/log-queries.js'
import type { Applied, BatchReport, MissingParent } from './report.js'

/** BLAKE2b-256 over the concatenated parts: the only cryptography that the rules of this package need on every op. */
export type Blake2b256 = (parts: readonly Uint8Array[]) => Uint8Array

/** Checks of signatures that rest on keys outside a block; total on any bytes. */
export interface ProofVerifier {
  /** Whether `proof` attests, for the identity whose user log is `user`, the claim of `core` in `repository` (section 7). */
  readonly claim: (proof: Uint8Array, user: LogId, repository: LogId, core: CoreKey) => boolean
  /** Whether `proof` attests, by the identity key of the user log itself, that the device is authorised or revoked (section 7, user log). */
  readonly device: (
    proof: Uint8Array,
    user: LogId,
    action: 'device.authorize' | 'device.revoke',
    device: CoreKey,
  ) => boolean
  /** Whether the two show that the core's signer signed two trees whose first difference is at `seq` (section 4, equivocation). */
  readonly equivocation: (core: CoreKey, seq: number, proofA: Uint8Array, proofB: Uint8Array) => boolean
}

export interface DomainCrypto {
  readonly blake2b256: Blake2b256
  readonly proofs: ProofVerifier
}

/**
 * The rules over one log: applies blocks in batches, each judged and stored atomically, and answers what an author may do.
 * Calls are serialised by the engine itself. An outcome is a pure function of the set of ops applied: neither their order nor `now` enters it
 * (`now` only decides which ops wait because they are ahead of the clock, section 3).
 */
export interface LogEngine {
  readonly log: LogId
  /** What readers ask, answered from the latest committed batch. */
  readonly queries: LogQueries
  /**
   * Blocks of any cores, those of one core in order. Never throws on what a block holds; rejects only when the store fails, and then
   * nothing of the batch is stored. What is already applied is skipped; a block past a gap is reported in `gaps`.
   */
  apply(blocks: readonly Block[], now: number): Promise<BatchReport>
  /**
   * Proofs of forks that came from peers rather than in an op: they act in the present state only (section 4, equivocation). Each is checked; what
   * proves nothing, or nothing new, is skipped.
   */
  applyProofs(proofs: readonly EquivocationProof[]): Promise<BatchReport>
  /** Outcome that the op would have in its cited state and in the present one, without storing anything. */
  preview(core: CoreKey, draft: Draft): Promise<Decision>
  /**
   * Parents for a draft by `core`: heads that cover the authority ops it relies on and its targets, then the newest, maximal ones only, at
   * most 64, none more than 5 minutes ahead of `now`.
   */
  chooseParents(core: CoreKey, action: Action, now: number): Promise<readonly ParentRef[]>
  applied(core: CoreKey): Applied | undefined
  /** Every member core, in order of its key. */
  allApplied(): readonly Applied[]
  missing(): readonly MissingParent[]
  parked(): readonly {
    readonly core: CoreKey
    readonly seq: number
    readonly id?: OpId
    readonly reason?: 'needs-upgrade'
  }[]
  /** When the next op that waits for the clock becomes due, ms: `apply([], now)` releases it then. */
  nextDueAt(): number | undefined
  /** Hexadecimal; section 4. Equal hash, equal state. */
  stateHash(): Promise<string>
}
