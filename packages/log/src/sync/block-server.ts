import type Hypercore from 'hypercore'
import type { Proof } from 'hypercore'
import { rootIndexes } from '../leaf-proof.js'
import { signedState } from '../storage/core-store.js'
import { servedHead } from '../storage/head-record.js'
import { blockOverheadBytes, readBlocks } from '../storage/read-blocks.js'
import type { BlocksRequest, BranchAnswer, BranchRequest, LeafRequest, Proofs, Tail } from '../wire/messages.js'
import { branchAnswer } from './branch-answer.js'
import type { LogScope } from './log-scope.js'

/** Bytes of blocks in one message. */
const partBytesMax = 512 * 1024
/** Blocks with their paths in one answer; who wants more asks again. */
const provenBlocksMax = 1_024

/** Where answers go. `false` from a send means that the stream is full. */
export interface ServerPeer {
  sendTail(part: Tail): void
  sendProofs(answer: Proofs): void
  sendBranchBlock(answer: BranchAnswer): void
  sendUnavailable(request: number): void
  /** Resolves when the stream takes more. */
  drained(): Promise<void>
  /** Resolves when this connection may have another page. */
  mayAnswer(): Promise<void>
  close(reason: string): void
}

type Request =
  | ({ readonly kind: 'blocks' } & BlocksRequest)
  | ({ readonly kind: 'leaf' } & LeafRequest)
  | ({ readonly kind: 'branch' } & BranchRequest)

/** Levels from the leaf `seq` up to the root above it in a tree of that length. */
const depthOf = (seq: number, length: number): number => {
  const root = rootIndexes(length).find((index, place, roots) => {
    const next = roots[place + 1]
    return next === undefined || 2 * seq < next - spanBelow(next)
  })
  return root === undefined ? 0 : Math.log2(spanBelow(root) + 1)
}

/** Leaves that a node covers, minus one: its distance from its leftmost leaf in flat-tree's numbering. */
const spanBelow = (index: number): number => {
  let span = 1
  for (let rest = index; rest % 2 === 1; rest = (rest - 1) / 2) span *= 2
  return span - 1
}

/** Answers one peer's requests in turn; those that wait are bounded. */
export class BlockServer {
  readonly #scope: LogScope
  readonly #peer: ServerPeer
  readonly #waiting: Request[] = []
  #busy = false
  #closed = false

  constructor(scope: LogScope, peer: ServerPeer) {
    this.#scope = scope
    this.#peer = peer
  }

  request(request: Request): void {
    // Twice the bound, since a peer may count its requests a moment before our answers arrive.
    if (this.#waiting.length >= 2 * this.#scope.home.limits.requestsInFlightMax) {
      this.#peer.close('too many requests at once')
      return
    }
    this.#waiting.push(request)
    if (!this.#busy) void this.#work()
  }

  close(): void {
    this.#closed = true
    this.#waiting.length = 0
  }

  async #work(): Promise<void> {
    this.#busy = true
    for (let next = this.#waiting.shift(); next !== undefined && !this.#closed; next = this.#waiting.shift()) {
      await this.#peer.mayAnswer()
      try {
        await this.#answer(next)
      } catch {
        // What cannot be read is not here for this peer; a failed write is told elsewhere.
        if (!this.#closed) this.#peer.sendUnavailable(next.request)
      }
      await this.#peer.drained()
    }
    this.#busy = false
  }

  #answer(request: Request): Promise<void> {
    switch (request.kind) {
      case 'blocks':
        return this.#blocks(request)
      case 'leaf':
        return this.#leaf(request)
      case 'branch':
        return this.#branch(request)
      default:
        return request satisfies never
    }
  }

  async #blocks(request: BlocksRequest): Promise<void> {
    const record = this.#scope.heads.get(request.core)
    const isServed = record !== undefined && this.#scope.admitted.has(request.core)
    const served = isServed ? servedHead(record).length : 0
    const to = Math.min(request.to, served)
    if (request.from >= to) return this.#peer.sendUnavailable(request.request)
    await this.#scope.home.pool.use(request.core, async (session) => {
      if (request.treeLength > session.length) return this.#peer.sendUnavailable(request.request)
      const whole = request.from === request.treeLength && to === session.length
      const blocks = await readBlocks(
        session,
        request.from,
        to,
        Math.min(request.bytesMax, this.#scope.home.limits.unsignedBytesMax),
      )
      // An append since the read has another signature, which the blocks that were read do not reach.
      const isTail = whole && blocks.length === to - request.from && session.length === to
      await (isTail ? this.#sendTail(request, session, blocks) : this.#sendProofs(request, session, blocks))
    })
  }

  async #sendTail(
    { request, core, from }: BlocksRequest,
    session: Hypercore,
    blocks: readonly Uint8Array[],
  ): Promise<void> {
    const state = signedState(session)
    let bytes = 0
    let start = 0
    for (const [place, block] of blocks.entries()) {
      if (this.#closed) return
      bytes += block.byteLength + blockOverheadBytes
      const next = blocks[place + 1]
      if (next !== undefined && bytes + next.byteLength <= partBytesMax) continue
      const more = next !== undefined
      this.#peer.sendTail({ request, core, from: from + start, ...state, more, blocks: blocks.slice(start, place + 1) })
      start = place + 1
      bytes = 0
      if (more) await this.#peer.drained()
    }
  }

  async #sendProofs(
    { request, from, treeLength }: BlocksRequest,
    session: Hypercore,
    blocks: readonly Uint8Array[],
  ): Promise<void> {
    const { signer } = signedState(session)
    const length = session.length
    const upgrades =
      treeLength < length && from > 0
        ? [session.proof({ upgrade: { start: treeLength, length: length - treeLength } })]
        : []
    // The first block of a core comes with the signature over all of it, so that it can be checked before there is a core.
    const proven = firstOf(blocks).map((_, place) =>
      proofOf(session, from + place, length, from + place === 0 && treeLength === 0),
    )
    const proofs = await Promise.all([...upgrades, ...proven])
    this.#peer.sendProofs({ request, signer, proofs })
  }

  /** Of all that is here, not only of what is served: what a verdict has stopped still shows which branch it is. */
  async #leaf({ request, core, seq }: LeafRequest): Promise<void> {
    const record = this.#scope.heads.get(core)
    if (record === undefined || seq >= record.length) return this.#peer.sendUnavailable(request)
    await this.#scope.home.pool.use(core, async (session) => {
      const { signer } = signedState(session)
      this.#peer.sendProofs({ request, signer, proofs: [await proofOf(session, seq, session.length, true)] })
    })
  }

  async #branch(request: BranchRequest): Promise<void> {
    const answer = await branchAnswer(this.#scope, request)
    if (answer === undefined) this.#peer.sendUnavailable(request.request)
    else this.#peer.sendBranchBlock(answer)
  }
}

/** As many blocks as go into one answer with their paths. */
const firstOf = (blocks: readonly Uint8Array[]): readonly Uint8Array[] => {
  let bytes = 0
  const end = blocks.findIndex((block, place) => {
    bytes += block.byteLength
    return place > 0 && (bytes > partBytesMax || place >= provenBlocksMax)
  })
  return end === -1 ? blocks : blocks.slice(0, end)
}

/** A block with its path; `signed`: and with the signature of the whole tree. */
const proofOf = (session: Hypercore, seq: number, length: number, signed: boolean): Promise<Proof> =>
  session.proof({
    block: { index: seq, nodes: signed ? 0 : depthOf(seq, length) },
    ...(signed ? { upgrade: { start: 0, length } } : {}),
  })
