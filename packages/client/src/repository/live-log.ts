import { EventEmitter } from 'node:events'
import {
  type BatchReport,
  type Block,
  type CoreKey,
  type EquivocationProof,
  type LogEngine,
  type LogKind,
  type LogStore,
  shownForks,
} from '@hypergit/domain'
import type { BlocksArrived, BranchBlock, Log } from '@hypergit/log'
import type { PeerLogger } from '../api/options.js'
import { BlockQueue } from './block-queue.js'
import { Mutex } from './mutex.js'

export interface LiveLogParts {
  readonly log: Log
  readonly kind: LogKind
  readonly engine: LogEngine
  readonly store: LogStore
  readonly clock: () => number
  readonly applyBlocksMax: number
  readonly logger?: PeerLogger | undefined
}

interface LiveLogEvents {
  report: [BatchReport]
  failed: [Error]
}

/** Proofs of forks that are applied in one step. */
const proofsPerBatchMax = 256

/** How often ops that were ahead of the clock are looked at again, ms. */
const dueCheckMs = 5_000

/**
 * A log whose blocks are judged as they come: what the cores hold and the engine has not applied is applied in batches, what the engine misses is
 * asked for, and its verdicts stop cores. Blocks are applied only while the append lock is free, so that a writer's check holds until its append.
 */
export class LiveLog extends EventEmitter<LiveLogEvents> {
  readonly log: Log
  readonly kind: LogKind
  readonly engine: LogEngine
  readonly store: LogStore
  readonly clock: () => number
  readonly #queue: BlockQueue
  readonly #lock = new Mutex()
  readonly #due: NodeJS.Timeout
  /** What came of forks and is not applied yet: blocks of branches in order, and proofs. */
  readonly #branchBlocks: Block[] = []
  readonly #forkProofs: EquivocationProof[] = []
  #pumping: Promise<void> | undefined
  #closed = false
  #received = 0

  private constructor(private readonly parts: LiveLogParts) {
    super()
    this.setMaxListeners(0)
    this.log = parts.log
    this.kind = parts.kind
    this.engine = parts.engine
    this.store = parts.store
    this.clock = parts.clock
    this.#queue = new BlockQueue(parts.log, (core) => this.#appliedLength(core))
    this.log.on('blocks', this.#onBlocks)
    this.log.on('branch-block', this.#onBranchBlock)
    this.log.on('fork-proof', this.#onForkProof)
    this.log.on('peer-added', this.#onPeer)
    this.#due = setInterval(() => void this.#applyDue(), dueCheckMs).unref()
  }

  /** Resolves when everything that lies in the cores is applied. */
  static async open(parts: LiveLogParts): Promise<LiveLog> {
    const live = new LiveLog(parts)
    await live.settled()
    await live.#applyStoredProofs()
    for (const { core, blacklisted } of await live.engine.queries.cores()) {
      if (blacklisted?.reason === 'blacklisted') live.log.shunCore(core)
      // A fork of which an admin let one branch count.
      if (blacklisted === undefined && live.log.forks(core).length > 0) await live.log.unstopCore(core)
    }
    live.log.requestParents(live.engine.missing())
    return live
  }

  /** Ops that were judged since it was opened. */
  get received(): number {
    return this.#received
  }

  /** Resolves when every block that is here now is applied. */
  async settled(): Promise<void> {
    while (!this.#closed && (!this.#queue.isEmpty || this.#pumping !== undefined)) await this.#pump()
  }

  /** Runs while nothing else is applied or appended. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#lock.run(work)
  }

  /** To be called within `exclusively`. */
  async apply(blocks: readonly Block[]): Promise<BatchReport> {
    return this.#tell(await this.engine.apply(blocks, this.clock()))
  }

  async #applyStoredProofs(): Promise<void> {
    const places = this.log.forks()
    for (let start = 0; start < places.length; start += proofsPerBatchMax) {
      const batch = places.slice(start, start + proofsPerBatchMax)
      const proofs = await Promise.all(batch.map((place) => this.log.forkProof(place)))
      await this.exclusively(() => this.#applyProofs(proofs.flatMap((proof) => proof ?? [])))
    }
  }

  async #applyProofs(proofs: readonly EquivocationProof[]): Promise<void> {
    if (proofs.length > 0) await this.#tell(await this.engine.applyProofs(proofs))
  }

  async #tell(report: BatchReport): Promise<BatchReport> {
    this.#received += report.fresh.length
    if (report.missing.length > 0) this.log.requestParents(report.missing)
    for (const proof of shownForks(report)) this.log.addForkProof(proof)
    await this.#obey(report)
    if (report.ops.length > 0 || report.cores.length > 0) this.emit('report', report)
    return report
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#due)
    this.log.off('blocks', this.#onBlocks)
    this.log.off('branch-block', this.#onBranchBlock)
    this.log.off('fork-proof', this.#onForkProof)
    this.log.off('peer-added', this.#onPeer)
    await this.#pumping
    await this.#lock.run(() => this.store.close())
    this.removeAllListeners()
  }

  readonly #onBlocks = (arrived: BlocksArrived): void => {
    this.#queue.arrived(arrived)
    if (!arrived.own) void this.#pump()
  }

  readonly #onBranchBlock = ({ core, seq, bytes }: BranchBlock): void => {
    this.#branchBlocks.push({ core, seq, bytes })
    void this.#guarded(() =>
      this.#lock.run(async () => {
        const blocks = this.#branchBlocks.splice(0, this.parts.applyBlocksMax)
        if (blocks.length > 0) await this.apply(blocks)
      }),
    )
  }

  readonly #onForkProof = (proof: EquivocationProof): void => {
    this.#forkProofs.push(proof)
    void this.#guarded(() => this.#lock.run(() => this.#applyProofs(this.#forkProofs.splice(0, proofsPerBatchMax))))
  }

  /** Who has come may have what nobody had. */
  readonly #onPeer = (): void => {
    this.log.requestParents(this.engine.missing())
  }

  #appliedLength(core: CoreKey): number {
    return this.engine.applied(core)?.length ?? 0
  }

  #pump(): Promise<void> {
    this.#pumping ??= this.#guarded(() => this.#drain()).finally(() => {
      this.#pumping = undefined
    })
    return this.#pumping
  }

  async #drain(): Promise<void> {
    while (!this.#closed && !this.#queue.isEmpty) {
      await this.#lock.run(async () => {
        const blocks = await this.#queue.next(this.parts.applyBlocksMax)
        if (blocks.length === 0) return
        await this.apply(blocks)
        for (const core of new Set(blocks.map(({ core }) => core))) this.#dropIfStuck(core, blocks)
      })
    }
  }

  /** A core whose blocks the engine would not take (its bound of parked ops is met) waits until something else comes in. */
  #dropIfStuck(core: CoreKey, given: readonly Block[]): void {
    const first = given.find((block) => block.core === core)
    if (first !== undefined && this.#appliedLength(core) <= first.seq) this.#queue.drop(core)
  }

  async #applyDue(): Promise<void> {
    if (this.#closed || this.engine.parked().length === 0) return
    await this.#guarded(() => this.#lock.run(() => this.apply([])))
  }

  async #obey(report: BatchReport): Promise<void> {
    for (const { core, keep, reason } of report.verdicts) {
      // What a banned core says of who is who counts all the same, so everybody has to come to have it (section 6).
      if (reason === 'blacklisted') this.log.shunCore(core)
      else await this.log.stopCore(core, keep)
    }
    for (const { core, blacklisted } of report.cores) {
      if (blacklisted === undefined) await this.log.unstopCore(core)
    }
  }

  async #guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (this.#closed) return
      const failure = error instanceof Error ? error : new Error(String(error))
      this.parts.logger?.error({ err: failure, log: this.log.id }, 'Judging stopped')
      this.emit('failed', failure)
    }
  }
}
