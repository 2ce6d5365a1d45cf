import type { CoreKey } from '@hypergit/domain'
import { encode, uint } from 'compact-encoding'
import type Hypercore from 'hypercore'
import type { Proof } from 'hypercore'
import { type CoreSigner, manifestOf } from '../core-manifest.js'
import { CoreMovedOnError, StorageFailedError } from '../errors.js'
import type { OwnWriting } from '../own-cores.js'
import type { CorePool } from './core-pool.js'
import { KeyedQueue } from './keyed-queue.js'

/** The end of a core under one signature: `blocks` from `from` up to the length that is signed. */
export interface SignedTail {
  readonly core: CoreKey
  readonly from: number
  readonly blocks: readonly Uint8Array[]
  readonly signer: CoreSigner
  readonly signature: Uint8Array
}

/** What became of blocks that arrived. */
export type StoreResult =
  | {
      readonly kind: 'stored'
      readonly from: number
      readonly blocks: readonly Uint8Array[]
      readonly treeLength: number
    }
  /** All of it was here already. */
  | { readonly kind: 'known' }
  /** Does not continue what is here. */
  | { readonly kind: 'gap' }
  /** The signature or a hash does not fit what is here: a lie, or another branch. */
  | { readonly kind: 'bad-proof' }

export interface CoreStoreOptions {
  readonly pool: CorePool
  /** Told once of the first failed write. */
  readonly onFailure: (failure: StorageFailedError) => void
}

const wrongProofCodes = new Set([
  'INVALID_SIGNATURE',
  'INVALID_CHECKSUM',
  'INVALID_PROOF',
  'INVALID_OPERATION',
  'DECODING_ERROR',
])

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

/** Writes to cores, one write of a core at a time, and nothing after a write failed. */
export class CoreStore {
  readonly #pool: CorePool
  readonly #onFailure: (failure: StorageFailedError) => void
  readonly #queue = new KeyedQueue<CoreKey>()
  #failure: StorageFailedError | undefined
  /** Each probe writes another value, since Hypercore does not write one that is there. */
  #probes = Date.now()

  constructor({ pool, onFailure }: CoreStoreOptions) {
    this.#pool = pool
    this.#onFailure = onFailure
  }

  get failure(): StorageFailedError | undefined {
    return this.#failure
  }

  /**
   * Appends to an own core by its key; `fresh` is what creates it where it is not stored. `mayAppend` is asked with the length in the core's turn,
   * and throws to refuse.
   */
  append(
    core: CoreKey,
    blocks: readonly Uint8Array[],
    { fresh, keyPair }: OwnWriting,
    mayAppend: (length: number) => void,
    expectedLength: number | undefined,
  ): Promise<SignedTail> {
    return this.#write(core, fresh, async (session) => {
      const from = session.length
      mayAppend(from)
      if (expectedLength !== undefined && expectedLength !== from) throw new CoreMovedOnError(expectedLength, from)
      // Its blocks may have come from peers, to a home that had lost all of them, and then it was stored without its key.
      await this.#flushing(session.append([...blocks], { keyPair }))
      return { ...signedState(session), core, from, blocks }
    })
  }

  /** Stores the end of a core, after checking its signature over the whole tree that results. */
  appendTail(tail: SignedTail): Promise<StoreResult> {
    return this.#write(tail.core, { manifest: manifestOf(tail.signer) }, async (session) => {
      const length = session.length
      if (tail.from > length || session.contiguousLength < length) return { kind: 'gap' }
      if (tail.from + tail.blocks.length <= length) return { kind: 'known' }
      const blocks = tail.blocks.slice(length - tail.from)
      const refused = await this.#checking(session, session.append(blocks, { signature: tail.signature }))
      return refused ?? { kind: 'stored', from: length, blocks, treeLength: session.length }
    })
  }

  /**
   * Stores blocks that each come with their path in the signed tree; the first may bring the signature of a longer tree. Where some of it is wrong, what
   * is right is kept, and told: Hypercore has it by then.
   */
  applyProofs(core: CoreKey, signer: CoreSigner, proofs: readonly Proof[]): Promise<StoreResult> {
    return this.#write(core, { manifest: manifestOf(signer) }, async (session) => {
      const [from, treeLength] = [session.contiguousLength, session.length]
      const blocks = proofs.flatMap(({ block }) => (isHere(block) && block.index >= from ? [block] : []))
      if (blocks.some(({ index }, place) => index !== from + place)) return { kind: 'bad-proof' }
      const refused = await this.#checking(session, applyInTurn(session, proofs))
      const stored = blocks.slice(0, session.contiguousLength - from).map(({ value }) => value)
      if (stored.length > 0 || session.length > treeLength)
        return { kind: 'stored', from, blocks: stored, treeLength: session.length }
      return refused ?? { kind: 'gap' }
    })
  }

  /** Deletes a core without blocks: what is left of a first contact that brought none. */
  forgetEmpty(core: CoreKey): Promise<void> {
    return this.#queue.run(core, async () => {
      const length = await this.#pool.use(core, (session) => Promise.resolve(session.contiguousLength))
      if (length === 0) await this.#pool.remove(core)
    })
  }

  /** Stops writing, because a write elsewhere in the home failed. */
  stop(cause: unknown): void {
    this.#fail(cause)
  }

  /** Resolves when no write is under way. */
  idle(): Promise<void> {
    return this.#queue.idle()
  }

  #write<Result>(
    core: CoreKey,
    fresh: Parameters<CorePool['use']>[2],
    task: (session: Hypercore) => Promise<Result>,
  ): Promise<Result> {
    return this.#queue.run(core, async () => {
      if (this.#failure !== undefined) throw this.#failure
      return this.#pool.use(core, task, fresh)
    })
  }

  /** A write of checked bytes: whatever fails then is the storage. */
  async #flushing<Result>(write: Promise<Result>): Promise<Result> {
    try {
      return await write
    } catch (cause) {
      throw this.#fail(cause)
    }
  }

  /**
   * A write of a peer's bytes: a wrong proof is the peer's fault and nothing was written, anything else is the storage. Hypercore has no code for
   * much of what can be wrong in a proof; then a write of our own tells which of the two it was, so that no peer can stop a healthy storage.
   */
  async #checking(session: Hypercore, write: Promise<unknown>): Promise<StoreResult | undefined> {
    try {
      await write
      return undefined
    } catch (cause) {
      if (wrongProofCodes.has(String(codeOf(cause)))) return { kind: 'bad-proof' }
      try {
        await session.setUserData('hypergit/probe', encode(uint, ++this.#probes))
        return { kind: 'bad-proof' }
      } catch {
        throw this.#fail(cause)
      }
    }
  }

  #fail(cause: unknown): StorageFailedError {
    if (this.#failure === undefined) {
      this.#failure = new StorageFailedError(cause)
      this.#onFailure(this.#failure)
    }
    return this.#failure
  }
}

type ProvenBlock = NonNullable<Proof['block']> & { readonly value: Uint8Array }

const isHere = (block: Proof['block']): block is ProvenBlock => block !== null && block.value !== null

/** A tree's signature first, since the paths of blocks end in its roots; then all blocks together, which Hypercore writes as one batch. */
const applyInTurn = async (session: Hypercore, proofs: readonly Proof[]): Promise<void> => {
  const upgrades = proofs.filter((proof) => proof.upgrade !== null)
  for (const proof of upgrades) await session.applyProof(proof)
  await Promise.all(proofs.filter((proof) => proof.upgrade === null).map((proof) => session.applyProof(proof)))
}

/** Who signs the core, and the signature of its present length. */
export const signedState = (session: Hypercore): { readonly signer: CoreSigner; readonly signature: Uint8Array } => {
  const publicKey = session.manifest?.signers[0]?.publicKey
  const { signature } = session.state
  if (publicKey === undefined || signature === null) throw new RangeError('only a core with blocks is signed')
  const userData = session.manifest?.userData ?? undefined
  return { signer: userData === undefined ? { publicKey } : { publicKey, userData }, signature }
}
