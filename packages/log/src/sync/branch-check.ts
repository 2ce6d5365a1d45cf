import { type CoreKey, founderOf, limits, type OpId } from '@hypergit/domain'
import b4a from 'b4a'
import { type CoreSigner, signs } from '../core-manifest.js'
import { provesBlock, signedLeafOf } from '../equivocation-proof.js'
import { provenLeaf } from '../leaf-proof.js'
import type { Head } from '../log-api.js'
import { proveBlocks } from '../signed-blocks.js'
import type { KeptBlock } from '../storage/head-index.js'
import type { BranchRequest, LeafRequest, Proofs } from '../wire/messages.js'
import type { LogScope } from './log-scope.js'

/** Questions about branches that one peer has not answered yet. */
const questionsMax = 64

export interface BranchPeer {
  readonly id: string
  nextRequest(): number
  requestLeaf(request: LeafRequest): void
  requestBranch(request: BranchRequest): void
  chargeFalseHead(): void
  close(reason: string): void
}

/** What a peer showed of one leaf. */
interface ShownLeaf {
  readonly block: Uint8Array
  readonly treeLength: number
  /** One half of a proof that the core forked (equivocation-proof.ts). */
  readonly half: Uint8Array | undefined
}

type Question =
  | {
      readonly kind: 'leaf'
      readonly core: CoreKey
      readonly seq: number
      readonly timer: NodeJS.Timeout
      readonly answer: (leaf: ShownLeaf | undefined) => void
    }
  | {
      readonly kind: 'branch'
      readonly core: CoreKey
      readonly seq: number
      readonly id: OpId
      readonly timer: NodeJS.Timeout
      readonly answer: (block: KeptBlock | undefined) => void
    }

/** Tells a peer with another branch of a core from one that lies, proves where the two part, and fetches blocks of branches by id. */
export class BranchCheck {
  readonly #scope: LogScope
  readonly #peer: BranchPeer
  readonly #questions = new Map<number, Question>()

  constructor(scope: LogScope, peer: BranchPeer) {
    this.#scope = scope
    this.#peer = peer
  }

  /**
   * The peer's blocks, or its head, do not fit what is here. Ops are linked, so the last block that both must have is the same on one branch
   * and differs on two: the peer is asked to show it under the core's signature.
   */
  investigate(head: Head): void {
    const length = this.#scope.heads.get(head.core)?.length ?? 0
    if (length === 0 || this.#questions.size >= questionsMax) return
    // What cannot be read, since the home closes, is compared the next time.
    this.#compare(head, Math.min(length, head.length) - 1).catch(() => undefined)
  }

  /** The block with that id, checked; undefined when the peer does not have it. */
  fetch(core: CoreKey, seq: number, id: OpId): Promise<KeptBlock | undefined> {
    if (this.#questions.size >= questionsMax) return Promise.resolve(undefined)
    return new Promise((answer) => {
      const request = this.#peer.nextRequest()
      this.#questions.set(request, { kind: 'branch', core, seq, id, timer: this.#timer(request), answer })
      this.#peer.requestBranch({ request, core, seq, id })
    })
  }

  onProofs({ request, signer, proofs }: Proofs): boolean {
    // An answer of another kind than the question leaves it open, to be answered or to run out of time.
    if (this.#questions.get(request)?.kind !== 'leaf') return false
    const question = this.#take(request)
    if (question?.kind !== 'leaf') return false
    const { core, seq } = question
    const [proof] = proofs
    const leaf = this.#isSigner(signer, core) && proof !== undefined ? provenLeaf(core, signer, proof) : undefined
    if (proof === undefined || leaf?.seq !== seq) {
      question.answer(undefined)
      this.#peer.close('a proof that shows nothing')
    } else question.answer({ block: leaf.block, treeLength: leaf.treeLength, half: signedLeafOf(signer, proof) })
    return true
  }

  onUnavailable(request: number): boolean {
    const question = this.#take(request)
    if (question?.kind === 'leaf') this.#peer.chargeFalseHead()
    question?.answer(undefined)
    return question !== undefined
  }

  onBranchBlock(request: number, block: KeptBlock): void {
    if (this.#questions.get(request)?.kind !== 'branch') return
    const question = this.#take(request)
    if (question?.kind !== 'branch') return
    const { core, seq, id } = question
    const { bytes, proof } = block
    const fits =
      bytes.byteLength <= limits.envelopeBytesMax &&
      this.#scope.home.rules.facts(this.#scope.id, { core, seq, bytes }).id === id &&
      (proof.byteLength === 0 || provesBlock(core, seq, bytes, proof))
    question.answer(fits ? block : undefined)
    if (!fits) this.#peer.close('a block that is not the one asked for')
  }

  close(): void {
    for (const request of this.#questions.keys()) this.#take(request)?.answer(undefined)
  }

  #isSigner(signer: CoreSigner, core: CoreKey): boolean {
    return signs(signer, core, core === founderOf(this.#scope.id))
  }

  #askLeaf(core: CoreKey, seq: number): Promise<ShownLeaf | undefined> {
    return new Promise((answer) => {
      const request = this.#peer.nextRequest()
      this.#questions.set(request, { kind: 'leaf', core, seq, timer: this.#timer(request), answer })
      this.#peer.requestLeaf({ request, core, seq })
    })
  }

  async #compare(head: Head, seq: number): Promise<void> {
    const { core } = head
    const theirs = await this.#askLeaf(core, seq)
    const [ours] = await this.#scope.heads.read(core, seq, seq + 1)
    if (theirs === undefined || ours === undefined) return
    if (b4a.equals(ours, theirs.block)) {
      // The same blocks under another id is how a later version may call them; blocks that do not continue these are a lie.
      if (head.length > seq + 1) this.#peer.close('blocks that do not continue what it signed')
      return
    }
    const { id } = this.#scope.home.rules.facts(this.#scope.id, { core, seq, bytes: theirs.block })
    this.#scope.own.forked(core, seq)
    this.#scope.events.emit('fork', {
      core,
      length: theirs.treeLength,
      id: head.length === seq + 1 ? id : head.id,
      peer: this.#peer.id,
    })
    const known = this.#scope.forks.lowest(core)
    if (known === undefined || known > seq) await this.#prove(core, seq, theirs)
  }

  /** Halves what lies before a seq at which the two differ until the first such seq is found, and shows both sides of it. */
  async #prove(core: CoreKey, differs: number, shown: ShownLeaf): Promise<void> {
    let [same, first, theirs] = [0, differs, shown]
    while (same < first) {
      const middle = Math.floor((same + first) / 2)
      const leaf = await this.#askLeaf(core, middle)
      const [ours] = await this.#scope.heads.read(core, middle, middle + 1)
      if (leaf === undefined || ours === undefined) return
      if (b4a.equals(ours, leaf.block)) same = middle + 1
      else [first, theirs] = [middle, leaf]
    }
    const ours = await this.#ownHalf(core, first)
    if (ours === undefined || theirs.half === undefined) return
    // A peer that answered by several trees proves nothing, and is not believed.
    this.#scope.forks.add({ core, seq: first, proofA: ours, proofB: theirs.half })
  }

  #ownHalf(core: CoreKey, seq: number): Promise<Uint8Array | undefined> {
    return this.#scope.home.pool.use(core, (session) => proveBlocks(session, seq + 1))
  }

  #take(request: number): Question | undefined {
    const question = this.#questions.get(request)
    if (question === undefined) return undefined
    clearTimeout(question.timer)
    this.#questions.delete(request)
    return question
  }

  #timer(request: number): NodeJS.Timeout {
    return setTimeout(() => this.onUnavailable(request), this.#scope.home.limits.proofTimeMs)
  }
}
