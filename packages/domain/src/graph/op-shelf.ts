import type { BlockDecoder } from '../encoding/decode-block.js'
import { noOp, type OpId } from '../ids.js'
import type { Op } from '../op.js'
import { acceptedBy, type Ruling } from '../outcome/ruling.js'
import { decodeFrontier } from '../store/frontier-record.js'
import { baseOf, decodeOpRecord, type OpHead } from '../store/op-record.js'
import type { LogStore } from '../store/port.js'
import type { Chain } from './core-state.js'
import type { CoreRegistry } from './core-registry.js'
import { advanced, type Frontier } from './frontier.js'
import type { KnownOp } from './known-op.js'

/** Ops used since the last change of generations that bring about the next one; at most twice as many stay in memory between batches. */
const generationOpsMax = 24_576

/**
 * The ops in memory: the ones used last, and those that are pinned. Whatever else is known is loaded from the store before it is needed. While a
 * batch is worked on nothing is dropped, so an op is one object for all who hold it.
 */
export class OpShelf {
  /** Used since the generations last changed, and used only before that. */
  #recent = new Map<OpId, KnownOp>()
  #older = new Map<OpId, KnownOp>()
  readonly #pinned = new Map<OpId, KnownOp>()

  constructor(
    readonly store: LogStore,
    readonly registry: CoreRegistry,
    readonly decoder: BlockDecoder,
  ) {}

  get(id: OpId): KnownOp | undefined {
    const recent = this.#recent.get(id) ?? this.#pinned.get(id)
    if (recent !== undefined) return recent
    const older = this.#older.get(id)
    if (older !== undefined) this.#recent.set(id, older)
    return older
  }

  add(known: KnownOp): void {
    this.#recent.set(known.id, known)
  }

  /** Keeps the op in memory for good. */
  pin(known: KnownOp): void {
    this.#pinned.set(known.id, known)
  }

  /** Every op in memory. */
  *inMemory(): IterableIterator<KnownOp> {
    yield* this.#recent.values()
    yield* this.#older.values()
    yield* this.#pinned.values()
  }

  /** Brings those of the ops into memory that are known at all. */
  async load(ids: Iterable<OpId>): Promise<void> {
    const absent = new Set<OpId>()
    for (const id of ids) if (this.get(id) === undefined) absent.add(id)
    if (absent.size === 0) return
    const wanted = [...absent]
    const values = await this.store.getMany(
      'op',
      wanted.map((id) => [id]),
    )
    for (const [index, value] of values.entries()) {
      const id = wanted[index]
      if (id !== undefined && value !== undefined) this.add(await this.#restore(id, value))
    }
  }

  /** Drops what was not used for a generation, and tells whether it did; to be called between batches. */
  trim(): boolean {
    if (this.#recent.size < generationOpsMax) return false
    this.#older = this.#recent
    this.#recent = new Map()
    return true
  }

  #opOf(head: OpHead, bytes: Uint8Array): { readonly chain: Chain; readonly op: Op | undefined } {
    const chain = this.registry.chain(head.chain)
    if (chain === undefined) throw new TypeError(`an op is stored on chain ${head.chain}, which is not`)
    const decoded = head.isMalformed ? undefined : this.decoder.purged({ core: chain.core.key, seq: head.seq, bytes })
    return { chain, op: decoded?.kind === 'op' ? decoded.op : undefined }
  }

  async #restore(id: OpId, value: Uint8Array): Promise<KnownOp> {
    const { head, block } = decodeOpRecord(value)
    const { chain, op } = this.#opOf(head, block)
    const ruling: Ruling = head.ruling ?? acceptedBy(op?.action.type ?? 'malformed')
    const trail = { base: baseOf(head, op), depth: head.trailDepth, advances: head.advances }
    return {
      id,
      chain,
      seq: head.seq,
      op,
      block,
      prev: op?.prev ?? head.prev ?? noOp,
      height: head.height,
      at: head.at,
      n: head.n,
      numberMax: head.numberMax,
      number: head.number,
      thread: head.thread ?? head.target?.id,
      target: head.target,
      violationBefore: head.violationBefore,
      frontier: await this.#frontier(id, trail),
      trail,
      authority: undefined,
      identity: undefined,
      device: undefined,
      facts: undefined,
      settled: head.isSettled ? ruling : undefined,
      ruling,
      standing: head.standing,
      version: head.version,
    }
  }

  /** Walks down the trail to an op in memory or to a checkpoint, and puts together what each step adds. */
  async #frontier(id: OpId, trail: KnownOp['trail']): Promise<Frontier> {
    const steps: KnownOp['trail']['advances'][] = []
    let [at, step] = [id, trail]
    while (step.base !== undefined) {
      steps.push(step.advances)
      at = step.base
      const near = this.get(at)
      if (near !== undefined) return assemble(near.frontier, steps)
      const value = await this.store.get('op', [at])
      if (value === undefined) throw new TypeError(`the frontier of op ${id} rests on ${at}, which is not stored`)
      const { head, block } = decodeOpRecord(value)
      step = { base: baseOf(head, this.#opOf(head, block).op), depth: head.trailDepth, advances: head.advances }
    }
    const checkpoint = await this.store.get('checkpoint', [at])
    if (checkpoint === undefined) throw new TypeError(`op ${at} has neither a base nor a checkpoint`)
    return assemble(decodeFrontier(checkpoint), steps)
  }
}

const assemble = (base: Frontier, steps: readonly KnownOp['trail']['advances'][]): Frontier =>
  steps.reduceRight((frontier, step) => advanced(frontier, step), base)

/** Steps to a checkpoint in a log of so many chains: one costs as much as it has chains, so that a log of many has fewer of them. */
export const trailDepthMax = (chains: number): number => Math.min(1_024, Math.max(128, chains >>> 5))
