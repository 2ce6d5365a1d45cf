import type { EventEmitter } from 'node:events'
import { type CoreKey, type EquivocationProof, limits, type LogId } from '@hypergit/domain'
import { provesEquivocation } from '../equivocation-proof.js'
import type { HomeContext } from '../home-context.js'
import type { LogEvents } from '../log-api.js'

/** Proofs that are kept of one core: the lowest ones decide. */
const proofsPerCoreMax = 16
/** Forked cores of one log whose proofs are kept, and proofs of cores that are not here yet. */
const coresMax = 4_096
const earlyMax = 256

export interface KnownForksParts {
  readonly log: LogId
  readonly home: HomeContext
  readonly events: EventEmitter<LogEvents>
  /** Whether the core is stored here: a proof of any other is of no use, and anybody can make as many as they like. */
  readonly isHere: (core: CoreKey) => boolean
  /** Tells every peer but the one that it came from. */
  readonly tell: (proof: EquivocationProof, from: object | undefined) => void
}

/** A copy that does not keep the whole message in memory in which it came. */
const apart = ({ core, seq, proofA, proofB }: EquivocationProof): EquivocationProof => ({
  core,
  seq,
  proofA: Uint8Array.from(proofA),
  proofB: Uint8Array.from(proofB),
})

/** Proofs that cores of one log forked: checked, kept, told to everybody, and to every peer that comes. */
export class KnownForks {
  readonly #kept = new Map<CoreKey, EquivocationProof[]>()
  readonly #early = new Map<CoreKey, EquivocationProof[]>()

  /** `stored` were checked when they were stored. */
  constructor(
    private readonly parts: KnownForksParts,
    stored: readonly EquivocationProof[],
  ) {
    for (const proof of stored) this.#keep(proof)
  }

  all(): readonly EquivocationProof[] {
    return [...this.#kept.values()].flat()
  }

  /** The lowest seq at which the core is proven to have forked. */
  lowest(core: CoreKey): number | undefined {
    const proofs = this.#kept.get(core)
    return proofs === undefined ? undefined : Math.min(...proofs.map(({ seq }) => seq))
  }

  /** Takes a proof that says something new; false for one that proves nothing, which a peer has no reason to send. */
  add(proof: EquivocationProof, from?: object): boolean {
    const { core, seq, proofA, proofB } = proof
    if (Math.max(proofA.byteLength, proofB.byteLength) > limits.equivocationProofBytesMax) return false
    if (!this.parts.isHere(core)) {
      this.#wait(proof)
      return true
    }
    if (!this.#isNew(proof)) return true
    if (!provesEquivocation(core, seq, proofA, proofB)) return false
    this.#keep(proof)
    this.parts.home.index.putFork(this.parts.log, proof).catch((cause: unknown) => this.parts.home.fail(cause))
    this.parts.events.emit('fork-proof', proof)
    this.parts.tell(proof, from)
    return true
  }

  /** The first block of the core is here: what was said of it before is looked at. */
  arrived(core: CoreKey): void {
    const early = this.#early.get(core)
    if (early === undefined) return
    this.#early.delete(core)
    for (const proof of early) this.add(proof)
  }

  #isNew({ core, seq }: EquivocationProof): boolean {
    const kept = this.#kept.get(core)
    if (kept === undefined) return this.#kept.size < coresMax
    if (kept.some((proof) => proof.seq === seq)) return false
    return kept.length < proofsPerCoreMax || kept.some((proof) => proof.seq > seq)
  }

  #keep(proof: EquivocationProof): void {
    const kept = [...(this.#kept.get(proof.core) ?? []), apart(proof)].sort((a, b) => a.seq - b.seq)
    this.#kept.set(proof.core, kept.slice(0, proofsPerCoreMax))
  }

  #wait(proof: EquivocationProof): void {
    const early = this.#early.get(proof.core) ?? []
    if (early.length >= 2) return
    const [oldest] = this.#early.keys()
    if (early.length === 0 && this.#early.size >= earlyMax && oldest !== undefined) this.#early.delete(oldest)
    this.#early.set(proof.core, [...early, apart(proof)])
  }
}
