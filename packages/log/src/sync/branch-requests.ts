import { type CoreKey, limits, type OpId } from '@hypergit/domain'
import { provesBlock } from '../equivocation-proof.js'
import type { KeptBlock } from '../storage/head-index.js'
import type { BranchAnswer, BranchRequest } from '../wire/messages.js'
import type { LogScope } from './log-scope.js'

/** Blocks that one peer was asked for by id and has not answered yet. */
const requestsMax = 64

/** A block of a branch. */
export interface BranchPlace {
  readonly seq: number
  readonly id: OpId
}
export type FetchedBlock = BranchPlace & KeptBlock

export interface BranchRequestsPeer {
  nextRequest(): number
  requestBranch(request: BranchRequest): void
  close(reason: string): void
}

interface Open extends BranchPlace {
  readonly core: CoreKey
  readonly before: number
  readonly timer: NodeJS.Timeout
  readonly answer: (blocks: readonly FetchedBlock[]) => void
}

/** Asks one peer for blocks by id, whatever branch of their core they are on, and checks what comes. */
export class BranchRequests {
  readonly #open = new Map<number, Open>()

  constructor(
    private readonly scope: LogScope,
    private readonly peer: BranchRequestsPeer,
  ) {}

  /** The block, and some of the up to `before` blocks before it on its branch, newest first; none when the peer does not have it. */
  fetch(core: CoreKey, { seq, id }: BranchPlace, before: number): Promise<readonly FetchedBlock[]> {
    if (this.#open.size >= requestsMax) return Promise.resolve([])
    return new Promise((answer) => {
      const request = this.peer.nextRequest()
      const timer = setTimeout(() => this.onUnavailable(request), this.scope.home.limits.proofTimeMs)
      this.#open.set(request, { core, seq, id, before, timer, answer })
      this.peer.requestBranch({ request, core, seq, id, before })
    })
  }

  onBlock(answered: BranchAnswer): void {
    const open = this.#take(answered.request)
    if (open === undefined) return
    const blocks = this.#checked(open, answered)
    open.answer(blocks ?? [])
    if (blocks === undefined) this.peer.close('a block that is not the one asked for')
  }

  onUnavailable(request: number): boolean {
    const open = this.#take(request)
    open?.answer([])
    return open !== undefined
  }

  close(): void {
    for (const request of this.#open.keys()) this.#take(request)?.answer([])
  }

  /** Each block has the id that was asked for, or that the one behind it names; undefined where one has not. */
  #checked(
    { core, seq, id, before }: Open,
    { bytes, proof, older }: BranchAnswer,
  ): readonly FetchedBlock[] | undefined {
    if (older.length > Math.min(before, seq)) return undefined
    if (proof.byteLength > 0 && !provesBlock(core, seq, bytes, proof)) return undefined
    const blocks: FetchedBlock[] = []
    let expected: OpId | undefined = id
    for (const [place, block] of [bytes, ...older].entries()) {
      const at = seq - place
      const facts = this.scope.home.rules.facts(this.scope.id, { core, seq: at, bytes: block })
      if (block.byteLength > limits.envelopeBytesMax || facts.id !== expected) return undefined
      blocks.push({ seq: at, id: facts.id, bytes: block, proof: place === 0 ? proof : new Uint8Array(0) })
      expected = facts.prev
    }
    return blocks
  }

  #take(request: number): Open | undefined {
    const open = this.#open.get(request)
    if (open === undefined) return undefined
    clearTimeout(open.timer)
    this.#open.delete(request)
    return open
  }
}
