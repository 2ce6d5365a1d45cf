import { type CoreKey, founderOf, type OpId } from '@hypergit/domain'
import b4a from 'b4a'
import { signs } from '../core-manifest.js'
import { provenLeaf } from '../leaf-proof.js'
import type { Head } from '../log-api.js'
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

type Question =
  | { readonly kind: 'leaf'; readonly head: Head; readonly seq: number; readonly timer: NodeJS.Timeout }
  | {
      readonly kind: 'branch'
      readonly core: CoreKey
      readonly seq: number
      readonly id: OpId
      readonly timer: NodeJS.Timeout
      readonly answer: (bytes: Uint8Array | undefined) => void
    }

/** Tells a peer with another branch of a core from one that lies, and fetches blocks of branches by id. */
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
    const request = this.#peer.nextRequest()
    const seq = Math.min(length, head.length) - 1
    this.#questions.set(request, { kind: 'leaf', head, seq, timer: this.#timer(request) })
    this.#peer.requestLeaf({ request, core: head.core, seq })
  }

  /** The block with that id, checked; undefined when the peer does not have it. */
  fetch(core: CoreKey, seq: number, id: OpId): Promise<Uint8Array | undefined> {
    if (this.#questions.size >= questionsMax) return Promise.resolve(undefined)
    return new Promise((answer) => {
      const request = this.#peer.nextRequest()
      this.#questions.set(request, { kind: 'branch', core, seq, id, timer: this.#timer(request), answer })
      this.#peer.requestBranch({ request, core, seq, id })
    })
  }

  onProofs({ request, signer, proofs }: Proofs): boolean {
    const question = this.#take(request)
    if (question?.kind !== 'leaf') return false
    const { head, seq } = question
    const [proof] = proofs
    const isSigner = signs(signer, head.core, head.core === founderOf(this.#scope.id))
    const leaf = isSigner && proof !== undefined ? provenLeaf(head.core, signer, proof) : undefined
    if (leaf?.seq !== seq) this.#peer.close('a proof that shows nothing')
    else void this.#compare(head, seq, leaf.block, leaf.treeLength)
    return true
  }

  onUnavailable(request: number): boolean {
    const question = this.#take(request)
    if (question?.kind === 'leaf') this.#peer.chargeFalseHead()
    if (question?.kind === 'branch') question.answer(undefined)
    return question !== undefined
  }

  onBranchBlock(request: number, bytes: Uint8Array): void {
    const question = this.#take(request)
    if (question?.kind !== 'branch') return
    const { core, seq, id } = question
    const fits = this.#scope.home.rules.facts(this.#scope.id, { core, seq, bytes }).id === id
    question.answer(fits ? bytes : undefined)
    if (!fits) this.#peer.close('a block that is not the one asked for')
  }

  close(): void {
    for (const request of this.#questions.keys()) {
      const question = this.#take(request)
      if (question?.kind === 'branch') question.answer(undefined)
    }
  }

  async #compare(head: Head, seq: number, theirs: Uint8Array, treeLength: number): Promise<void> {
    const [ours] = await this.#scope.heads.read(head.core, seq, seq + 1)
    if (ours === undefined) return
    if (b4a.equals(ours, theirs)) {
      // The same blocks under another id is how a later version may call them; blocks that do not continue these are a lie.
      if (head.length > seq + 1) this.#peer.close('blocks that do not continue what it signed')
      return
    }
    const { id } = this.#scope.home.rules.facts(this.#scope.id, { core: head.core, seq, bytes: theirs })
    this.#scope.own.forked(head.core, seq)
    this.#scope.events.emit('fork', {
      core: head.core,
      length: treeLength,
      id: head.length === seq + 1 ? id : head.id,
      peer: this.#peer.id,
    })
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
