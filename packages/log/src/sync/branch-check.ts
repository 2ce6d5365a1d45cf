import { type CoreKey, founderOf, type OpId } from '@hypergit/domain'
import b4a from 'b4a'
import { type CoreSigner, signs } from '../core-manifest.js'
import { signedLeafOf } from '../equivocation-proof.js'
import { provenLeaf } from '../leaf-proof.js'
import type { Head } from '../log-api.js'
import { proveBlocks } from '../signed-blocks.js'
import type { LeafRequest, Proofs } from '../wire/messages.js'
import { BoundedHeads } from './bounded-heads.js'
import type { LogScope } from './log-scope.js'

/** Cores that wait to be looked into, and those that are looked into at a time. */
const suspectsMax = 8_192
const lookingMax = 16

export interface BranchPeer {
  readonly id: string
  nextRequest(): number
  requestLeaf(request: LeafRequest): void
  chargeFalseHead(): void
  /** What could not be looked into now is found by comparing again. */
  compareAgain(): void
  close(reason: string): void
}

/** What a peer showed of one leaf. */
interface ShownLeaf {
  readonly block: Uint8Array
  readonly treeLength: number
  /** One half of a proof that the core forked (equivocation-proof.ts). */
  readonly half: Uint8Array | undefined
}

interface Question {
  readonly core: CoreKey
  readonly seq: number
  readonly timer: NodeJS.Timeout
  readonly answer: (leaf: ShownLeaf | undefined) => void
}

/** Tells a peer with another branch of a core from one that lies, and proves where the two part. */
export class BranchCheck {
  readonly #scope: LogScope
  readonly #peer: BranchPeer
  readonly #questions = new Map<number, Question>()
  readonly #suspects = new BoundedHeads(suspectsMax)
  readonly #toReview = new BoundedHeads(suspectsMax)
  /** Heads that were looked into, so that a peer that repeats them costs nothing. */
  readonly #known = new Map<CoreKey, OpId>()
  #looking = 0
  #reviewing = false
  #closed = false

  constructor(scope: LogScope, peer: BranchPeer) {
    this.#scope = scope
    this.#peer = peer
  }

  /**
   * The peer's blocks, or its head, do not fit what is here. Ops are linked, so the last block that both must have is the same on one branch
   * and differs on two: the peer is asked to show it under the core's signature. False where too many wait for that.
   */
  investigate(head: Head): boolean {
    if ((this.#scope.heads.get(head.core)?.length ?? 0) === 0 || this.#known.get(head.core) === head.id) return true
    if (!this.#suspects.add(head)) return false
    this.#lookOn()
    return true
  }

  /** A head that is shorter than what is here: looks whether it is a part of that, one read at a time. */
  review(head: Head): void {
    const record = this.#scope.heads.get(head.core)
    if (record?.keep === head.length && record.keepId === head.id) return
    if (!this.#toReview.add(head)) this.#peer.compareAgain()
    if (!this.#reviewing) void this.#reviewAll()
  }

  /** Looks into the core again, since a verdict has changed what a branch of it means. */
  reconsider(core: CoreKey): void {
    this.#known.delete(core)
  }

  onProofs({ request, signer, proofs }: Proofs): boolean {
    const question = this.#take(request)
    if (question === undefined) return false
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
    if (question === undefined) return false
    this.#peer.chargeFalseHead()
    question.answer(undefined)
    return true
  }

  close(): void {
    this.#closed = true
    this.#suspects.clear()
    this.#toReview.clear()
    for (const request of this.#questions.keys()) this.#take(request)?.answer(undefined)
  }

  async #reviewAll(): Promise<void> {
    this.#reviewing = true
    for (let head = this.#toReview.next(); head !== undefined && !this.#closed; head = this.#toReview.next()) {
      if (head.length < 1) continue
      try {
        const ours = await this.#scope.heads.idAt(head.core, head.length - 1)
        if (ours !== undefined && ours !== head.id && !this.investigate(head)) this.#peer.compareAgain()
      } catch {
        // What cannot be read, since the home closes, is compared the next time.
        break
      }
    }
    this.#reviewing = false
  }

  #lookOn(): void {
    while (this.#looking < lookingMax) {
      const head = this.#suspects.next()
      if (head === undefined) return
      this.#looking++
      this.#lookInto(head)
        // What cannot be read, since the home closes, is compared the next time.
        .catch(() => undefined)
        .finally(() => {
          this.#looking--
          this.#lookOn()
        })
    }
  }

  #isSigner(signer: CoreSigner, core: CoreKey): boolean {
    return signs(signer, core, core === founderOf(this.#scope.id))
  }

  #askLeaf(core: CoreKey, seq: number): Promise<ShownLeaf | undefined> {
    if (this.#closed) return Promise.resolve(undefined)
    return new Promise((answer) => {
      const request = this.#peer.nextRequest()
      const timer = setTimeout(() => this.onUnavailable(request), this.#scope.home.limits.proofTimeMs)
      this.#questions.set(request, { core, seq, timer, answer })
      this.#peer.requestLeaf({ request, core, seq })
    })
  }

  async #lookInto(head: Head): Promise<void> {
    const { core } = head
    const seq = Math.min(this.#scope.heads.get(core)?.length ?? 0, head.length) - 1
    const theirs = await this.#askLeaf(core, seq)
    const [ours] = await this.#scope.heads.read(core, seq, seq + 1)
    if (theirs === undefined || ours === undefined) return
    this.#remember(head)
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
    const isPardoned = this.#scope.forks.lowest(core) !== undefined && !this.#isStopped(core)
    await this.#prove(core, seq, theirs)
    // Where an admin let a branch count, it goes on, and cannot be had with the core that is here.
    if (isPardoned) this.#scope.follow(head)
  }

  #isStopped(core: CoreKey): boolean {
    return this.#scope.heads.get(core)?.keep !== undefined
  }

  #remember({ core, id }: Head): void {
    this.#known.delete(core)
    this.#known.set(core, id)
    const [oldest] = this.#known.keys()
    if (this.#known.size > suspectsMax && oldest !== undefined) this.#known.delete(oldest)
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
}
