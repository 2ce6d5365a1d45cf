import type { CoreKey } from '@hypergit/domain'
import type { Proof } from 'hypercore'
import type { CoreSigner } from '../core-manifest.js'
import type { Head } from '../log-api.js'
import type { SignedTail } from '../storage/core-store.js'
import { blockOverheadBytes } from '../storage/read-blocks.js'
import type { Proofs, Tail } from '../wire/messages.js'

/** Everything that a request for blocks was answered with. */
export type Delivery =
  | { readonly kind: 'tail'; readonly tail: SignedTail }
  | { readonly kind: 'proofs'; readonly signer: CoreSigner; readonly proofs: readonly Proof[] }

/** What a part of an answer means for its transfer. */
export type Progress =
  | { readonly kind: 'more' }
  | { readonly kind: 'complete'; readonly delivery: Delivery }
  | { readonly kind: 'wrong'; readonly detail: string }

const byteLengthOf = (blocks: readonly Uint8Array[]): number =>
  blocks.reduce((sum, block) => sum + block.byteLength + blockOverheadBytes, 0)

/** One request for blocks of a core, and what has come of it so far: held in memory, within `bytesMax`, until its signature can be checked. */
export class Transfer {
  readonly core: CoreKey
  readonly #blocks: Uint8Array[] = []
  #bytes = 0
  /** When something of it came last, or when it was asked for. */
  movedAtMs: number

  constructor(
    readonly head: Head,
    readonly from: number,
    readonly to: number,
    readonly treeLength: number,
    readonly bytesMax: number,
    readonly sinceMs: number,
  ) {
    this.core = head.core
    this.movedAtMs = sinceMs
  }

  addTail(part: Tail, nowMs: number): Progress {
    this.movedAtMs = nowMs
    if (part.core !== this.core || part.from !== this.from + this.#blocks.length || part.blocks.length === 0)
      return { kind: 'wrong', detail: 'blocks that were not asked for' }
    this.#bytes += byteLengthOf(part.blocks)
    if (this.#bytes > this.bytesMax) return { kind: 'wrong', detail: 'more bytes than were asked for' }
    for (const block of part.blocks) this.#blocks.push(block)
    if (part.more) return { kind: 'more' }
    const { core, from } = this
    const tail: SignedTail = { core, from, blocks: this.#blocks, signer: part.signer, signature: part.signature }
    return { kind: 'complete', delivery: { kind: 'tail', tail } }
  }

  addProofs({ signer, proofs }: Proofs, nowMs: number): Progress {
    this.movedAtMs = nowMs
    if (proofs.some(({ block }) => block !== null && (block.index < this.from || block.index >= this.to)))
      return { kind: 'wrong', detail: 'blocks that were not asked for' }
    return { kind: 'complete', delivery: { kind: 'proofs', signer, proofs } }
  }
}
