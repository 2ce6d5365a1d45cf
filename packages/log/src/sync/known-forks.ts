import type { EventEmitter } from 'node:events'
import { type CoreKey, type EquivocationProof, limits, type LogId } from '@hypergit/domain'
import { provesEquivocation } from '../equivocation-proof.js'
import type { HomeContext } from '../home-context.js'
import type { ForkPlace, LogEvents } from '../log-api.js'

/** Proofs that are kept of one core: the lowest ones decide. */
const proofsPerCoreMax = 16
/** Cores that are not here yet and of which a proof is remembered. */
const earlyMax = 256

export interface KnownForksParts {
  readonly log: LogId
  readonly home: HomeContext
  readonly events: EventEmitter<LogEvents>
  /** Whether the core is stored here: a proof of any other is of no use, and anybody can make as many as they like. */
  readonly isHere: (core: CoreKey) => boolean
  /** Charges what is kept of the core's proofs, bytes, to its account. */
  readonly charge: (core: CoreKey, bytes: number) => void
  /** Tells every peer but the one that it came from. */
  readonly tell: (place: ForkPlace, from: object | undefined) => void
  /** The core is proven to have forked there. */
  readonly proven: (place: ForkPlace) => void
}

/** A copy that does not keep the whole message in memory in which it came. */
const apart = ({ core, seq, proofA, proofB }: EquivocationProof): EquivocationProof => ({
  core,
  seq,
  proofA: Uint8Array.from(proofA),
  proofB: Uint8Array.from(proofB),
})

const byteLengthOf = ({ proofA, proofB }: EquivocationProof): number => proofA.byteLength + proofB.byteLength

/** Proofs that cores of one log forked: checked, kept on disk, told to everybody, and to every peer that comes. */
export class KnownForks {
  /** Of each core the lowest seqs that are proven, ascending, with the bytes of their proofs. */
  readonly #kept = new Map<CoreKey, { readonly seq: number; readonly bytes: number }[]>()
  readonly #early = new Map<CoreKey, EquivocationProof[]>()
  /** One write after the other, so that what is stored is what is kept. */
  #writing: Promise<void> = Promise.resolve()

  constructor(private readonly parts: KnownForksParts) {}

  /** Takes over what is stored, which was checked before that. */
  async load(): Promise<void> {
    const { log, home, proven } = this.parts
    for await (const proof of home.index.forks(log))
      this.#insert(proof.core, { seq: proof.seq, bytes: byteLengthOf(proof) })
    for (const place of this.all()) proven(place)
  }

  /** Where cores are proven to have forked, those of one core ascending. */
  *all(): IterableIterator<ForkPlace> {
    for (const [core, kept] of this.#kept) for (const { seq } of kept) yield { core, seq }
  }

  of(core: CoreKey): readonly ForkPlace[] {
    return (this.#kept.get(core) ?? []).map(({ seq }) => ({ core, seq }))
  }

  /** The lowest seq at which the core is proven to have forked. */
  lowest(core: CoreKey): number | undefined {
    return this.#kept.get(core)?.[0]?.seq
  }

  async proof({ core, seq }: ForkPlace): Promise<EquivocationProof | undefined> {
    await this.#writing
    return this.parts.home.index.fork(this.parts.log, core, seq)
  }

  /** Takes a proof that says something new; false for one that proves nothing, which a peer has no reason to send. */
  add(proof: EquivocationProof, from?: object): boolean {
    const { core, seq, proofA, proofB } = proof
    if (Math.max(proofA.byteLength, proofB.byteLength) > limits.equivocationProofBytesMax) return false
    if (!this.parts.isHere(core)) {
      this.#wait(proof)
      return true
    }
    if (!this.isNew(proof)) return true
    if (!provesEquivocation(core, seq, proofA, proofB)) return false
    this.#keep(proof)
    this.parts.proven({ core, seq })
    this.parts.events.emit('fork-proof', proof)
    this.parts.tell({ core, seq }, from)
    return true
  }

  /** The first block of the core is here: what was said of it before is looked at. */
  arrived(core: CoreKey): void {
    const early = this.#early.get(core)
    if (early === undefined) return
    this.#early.delete(core)
    for (const proof of early) this.add(proof)
  }

  /** Resolves when what is kept is on disk. */
  flushed(): Promise<void> {
    return this.#writing
  }

  /** Whether the proof, if it is one, says what is not known yet. */
  isNew({ core, seq }: ForkPlace): boolean {
    const kept = this.#kept.get(core) ?? []
    if (kept.some((one) => one.seq === seq)) return false
    return kept.length < proofsPerCoreMax || kept.some((one) => one.seq > seq)
  }

  /** A proof that gives way to a lower one is deleted. */
  #keep(proof: EquivocationProof): void {
    const { core, seq } = proof
    const bytes = byteLengthOf(proof)
    const dropped = this.#insert(core, { seq, bytes })
    this.parts.charge(core, bytes - dropped.reduce((sum, one) => sum + one.bytes, 0))
    this.#writing = this.#write(this.#writing, proof, dropped)
  }

  async #write(before: Promise<void>, proof: EquivocationProof, dropped: readonly { readonly seq: number }[]) {
    await before
    const { log, home } = this.parts
    try {
      await home.index.putFork(log, proof)
      for (const { seq } of dropped) await home.index.removeFork(log, proof.core, seq)
    } catch (cause) {
      home.fail(cause)
    }
  }

  /** Answers what gives way. */
  #insert(core: CoreKey, place: { readonly seq: number; readonly bytes: number }) {
    const kept = [...(this.#kept.get(core) ?? []), place].sort((a, b) => a.seq - b.seq)
    const dropped = kept.splice(proofsPerCoreMax)
    this.#kept.set(core, kept)
    return dropped
  }

  #wait(proof: EquivocationProof): void {
    const early = this.#early.get(proof.core) ?? []
    if (early.length >= 2) return
    const [oldest] = this.#early.keys()
    if (early.length === 0 && this.#early.size >= earlyMax && oldest !== undefined) this.#early.delete(oldest)
    this.#early.set(proof.core, [...early, apart(proof)])
  }
}
