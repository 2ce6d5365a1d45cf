import {
  type Action,
  type BatchReport,
  type Block,
  type CoreKey,
  createBlockDecoder,
  type Draft,
  encodeOp,
  noOp,
  type OpId,
} from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import { blake2b256, domainCrypto } from '../rules/domain-crypto.js'
import type { LiveLog } from './live-log.js'
import { appendRefused } from './own-head.js'

export interface BuiltBlock {
  readonly op: OpId
  readonly block: Block
}

/** Builds the next blocks of a core one after the other, each with the one before it as `prev`, before any of them is appended. */
export class BlockWriter {
  readonly #built: BuiltBlock[] = []
  readonly #cited = new Set<OpId>()
  #prev: OpId
  readonly #from: number

  constructor(
    private readonly live: LiveLog,
    readonly core: CoreKey,
  ) {
    const applied = live.engine.applied(core)
    this.#from = applied?.length ?? 0
    this.#prev = applied?.head ?? noOp
  }

  get built(): readonly BuiltBlock[] {
    return this.#built
  }

  /** Parents for the next block; what an earlier one of these cites is in its past already. */
  async draft(action: Action, at: number): Promise<Draft> {
    const parents = await this.live.engine.chooseParents(this.core, action, this.live.clock())
    return { action, at, parents: parents.filter(({ id }) => !this.#cited.has(id)) }
  }

  /** The problem, when no block can hold the draft. */
  add(draft: Draft): { readonly ok: true; readonly op: OpId } | { readonly ok: false; readonly problem: string } {
    const { kind } = this.live
    const log = this.live.log.id
    const seq = this.#from + this.#built.length
    const encoded = encodeOp({ log, prev: this.#prev, ...draft }, { core: this.core, seq }, { log, kind })
    if (!encoded.ok) return encoded
    const block: Block = { core: this.core, seq, bytes: encoded.bytes }
    const decoded = createBlockDecoder({ log, kind, blake2b256, ...domainCrypto.proofs }).block(block)
    if (decoded.kind !== 'op') return { ok: false, problem: `it cannot be read back (${decoded.kind})` }
    for (const { id } of draft.parents) this.#cited.add(id)
    this.#prev = decoded.op.id
    this.#built.push({ op: decoded.op.id, block })
    return { ok: true, op: decoded.op.id }
  }

  /** Appends and judges what was built, within the log's lock; fails only for what `unwritable` tells of. */
  async flush(): Promise<Answer<BatchReport>> {
    const blocks = this.#built.map(({ block }) => block)
    const bytes = blocks.map((block) => block.bytes)
    try {
      await this.live.log.append(this.core, bytes, { expectedLength: this.#from })
    } catch (error) {
      return fail(appendRefused(error, this.live.kind))
    }
    return answer(await this.live.apply(blocks))
  }
}
