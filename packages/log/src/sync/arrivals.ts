import { type CoreKey, founderOf, type LogId, noOp } from '@hypergit/domain'
import type { Proof } from 'hypercore'
import type { RefusalReason } from '../admission/status.js'
import { type CoreSigner, signs } from '../core-manifest.js'
import type { HomeContext } from '../home-context.js'
import { provenLeaf } from '../leaf-proof.js'
import type { BlocksArrived, Head } from '../log-api.js'
import { isSigned, rootsOf } from '../signed-tree.js'
import type { SignedTail, StoreResult } from '../storage/core-store.js'
import { type HeadRecord, keepIdOf } from '../storage/head-record.js'
import type { LogHeads } from '../storage/log-heads.js'
import type { AdmittedCores } from './admitted-cores.js'
import type { CitedParents } from './cited-parents.js'

/** What to do about a head that a peer announced. */
export type Plan =
  /** It is here. */
  | { readonly kind: 'here' }
  /** As long as what is here, and another op. */
  | { readonly kind: 'differs' }
  /** Shorter than what is here: a part of it, or the head of another branch. */
  | { readonly kind: 'shorter' }
  /** A verdict stands against it. */
  | { readonly kind: 'stopped' }
  /** Its core is not admitted, or not yet. */
  | { readonly kind: 'withheld' }
  /** The tree here is longer than the peer's, whose paths end in other roots: its blocks can be had by id only. */
  | { readonly kind: 'outgrown' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'fetch'; readonly from: number; readonly to: number; readonly treeLength: number }

/** What became of blocks that a peer sent. */
export type Arrival = StoreResult | { readonly kind: 'refused'; readonly reason: RefusalReason }

/** Larger blocks are not taken: no op is as long, and one message has to hold a block with its path. An op's own bound is for the rules to say. */
export const blockBytesMax = 1024 * 1024

const isTooLarge = (block: Uint8Array): boolean => block.byteLength > blockBytesMax

const refused = (reason: RefusalReason): Arrival => ({ kind: 'refused', reason })

const newRecord = (core: CoreKey): Omit<HeadRecord, 'length' | 'id'> => ({
  core,
  byteLength: 0,
  day: 0,
  dayOps: 0,
  dayBytes: 0,
})

/** Admits what peers send into the cores of one log. */
export class Arrivals {
  constructor(
    readonly log: LogId,
    readonly home: HomeContext,
    readonly heads: LogHeads,
    readonly cited: CitedParents,
    readonly admitted: AdmittedCores,
    /** Told of every run of blocks once it is stored. */
    readonly onBlocks: (arrived: BlocksArrived) => void,
  ) {}

  plan(head: Head): Plan {
    if (!this.admitted.has(head.core)) return { kind: 'withheld' }
    const record = this.heads.get(head.core)
    const from = record?.length ?? 0
    if (head.length < from) return { kind: 'shorter' }
    if (head.length === from) return record?.id === head.id ? { kind: 'here' } : { kind: 'differs' }
    const upTo = this.cited.upTo(head.core)
    const end = Math.min(head.length, Math.max(record?.keep ?? head.length, upTo))
    if (end <= from) return { kind: 'stopped' }
    if ((record?.treeLength ?? 0) > head.length) return { kind: 'outgrown' }
    const { reason, opsLeft } = this.home.admission.allowance(this.heads.table, record, upTo > from)
    if (reason !== undefined) return { kind: 'refused', reason }
    return { kind: 'fetch', from, to: Math.min(end, from + opsLeft), treeLength: record?.treeLength ?? from }
  }

  /** Blocks up to a signed length. */
  async tail(tail: SignedTail): Promise<Arrival> {
    if (tail.blocks.some(isTooLarge)) return refused('block-bytes')
    const plan = this.#planFor(tail.core, tail.from + tail.blocks.length)
    if (plan.kind === 'refused') return plan
    if (plan.kind === 'stopped' || plan.kind === 'outgrown' || plan.kind === 'withheld') return { kind: 'known' }
    // More than may come: the part that may is asked for, block by block.
    if (plan.kind === 'fetch' && plan.to < tail.from + tail.blocks.length) return { kind: 'gap' }
    if (this.heads.get(tail.core) === undefined) {
      if (tail.from > 0) return { kind: 'gap' }
      const [first] = tail.blocks
      if (first === undefined || !signs(tail.signer, tail.core, this.#isFounder(tail.core)))
        return { kind: 'bad-proof' }
      if (!isSigned(tail.core, tail.signer, rootsOf(tail.blocks), tail.blocks.length, tail.signature))
        return { kind: 'bad-proof' }
      if (!this.#isMember(tail.core, first)) return refused('no-member')
    }
    return this.#stored(tail.core, await this.home.cores.appendTail(tail))
  }

  /** Blocks with their paths; of a core that is not here the first one comes with the whole signature. */
  async proofs(core: CoreKey, signer: CoreSigner, proofs: readonly Proof[]): Promise<Arrival> {
    const [first] = proofs
    if (first === undefined) return { kind: 'bad-proof' }
    if (proofs.some(({ block }) => block !== null && block.value !== null && isTooLarge(block.value)))
      return refused('block-bytes')
    // It was admitted when it was asked for.
    if (!this.admitted.has(core)) return { kind: 'known' }
    // Of a truncated core: another history, which is looked into and never followed.
    if (proofs.some(({ fork }) => fork !== 0)) return { kind: 'bad-proof' }
    if (this.heads.get(core) === undefined) {
      if (!signs(signer, core, this.#isFounder(core))) return { kind: 'bad-proof' }
      const leaf = provenLeaf(core, signer, first)
      if (leaf === undefined || leaf.seq !== 0) return { kind: 'bad-proof' }
      if (!this.#isMember(core, leaf.block)) return refused('no-member')
    }
    const isNew = this.heads.get(core) === undefined
    const result = await this.home.cores.applyProofs(core, signer, proofs)
    const hasBlocks = result.kind === 'stored' && result.blocks.length > 0
    // Without its first block a core has no record, and must not stand in the way of who brings it.
    if (isNew && !hasBlocks && this.heads.get(core) === undefined) await this.home.cores.forgetEmpty(core)
    if (result.kind !== 'stored' || hasBlocks) return this.#stored(core, result)
    this.#noteTree(core, result.treeLength)
    return { kind: 'gap' }
  }

  /** A longer tree came without its blocks. */
  #noteTree(core: CoreKey, treeLength: number): void {
    const record = this.heads.get(core)
    if (record !== undefined && treeLength > record.length) this.heads.put({ ...record, treeLength })
  }

  #planFor(core: CoreKey, length: number): Plan {
    const record = this.heads.get(core)
    // The id matters only where lengths are equal, and then the blocks are known anyway.
    return record === undefined || length > record.length || !this.admitted.has(core)
      ? this.plan({ core, length, id: record?.id ?? noOp })
      : { kind: 'here' }
  }

  #isFounder(core: CoreKey): boolean {
    return core === founderOf(this.log)
  }

  #isMember(core: CoreKey, bytes: Uint8Array): boolean {
    return this.home.rules.isMembership(this.log, { core, seq: 0, bytes })
  }

  #stored(core: CoreKey, result: StoreResult): StoreResult {
    if (result.kind !== 'stored' || result.blocks.length === 0) return result
    this.take(core, result, undefined)
    return result
  }

  /** Enters blocks that are in their core now; `ownName` where this machine appended them. */
  take(
    core: CoreKey,
    { from, blocks, treeLength }: Extract<StoreResult, { kind: 'stored' }>,
    ownName: string | undefined,
  ): void {
    const bytes = blocks.reduce((sum, block) => sum + block.byteLength, 0)
    const length = from + blocks.length
    const last = blocks[blocks.length - 1]
    if (last === undefined) return
    const idOf = (seq: number, block: Uint8Array) => this.home.rules.facts(this.log, { core, seq, bytes: block }).id
    const id = idOf(length - 1, last)
    const { treeLength: _partial, ...before } = this.heads.get(core) ?? newRecord(core)
    const grown: HeadRecord = {
      ...before,
      ...keepIdOf(before, { from, blocks, idOf }),
      length,
      id,
      byteLength: before.byteLength + bytes,
      ...(treeLength > length ? { treeLength } : {}),
      ...(ownName === undefined ? {} : { ownName }),
    }
    const citer = this.cited.upTo(core) > from ? this.cited.citer(core) : undefined
    const citing = citer === undefined || citer === core ? undefined : this.heads.get(citer)
    if (citing !== undefined) this.heads.put(this.home.admission.charged(citing, blocks.length, bytes))
    const counts = citing === undefined && grown.ownName === undefined
    this.heads.put(counts ? this.home.admission.charged(grown, blocks.length, bytes) : grown)
    this.home.admission.stored(bytes)
    this.cited.arrived(core, length)
    this.onBlocks({ core, from, blocks, own: ownName !== undefined })
  }
}
