import type { LogEngine } from '../engine.js'
import type { Action } from '../action.js'
import type { CoreKey, OpId } from '../ids.js'
import type { Block, Draft, EquivocationProof, ParentRef } from '../op.js'
import type { Decision } from '../outcome.js'
import type { Applied, BatchReport, MissingParent } from '../report.js'
import { Batch } from './batch.js'
import { chooseParents } from './choose-parents.js'
import { derive } from './derive.js'
import { type EngineOptions, LogState } from './log-state.js'
import { preview } from './preview.js'
import { queriesOver } from '../queries/log-queries.js'
import { appliedOf, idleReport, publish } from './publish.js'
import { rejudge } from './rejudge.js'
import { stateHash } from './state-hash.js'
import { takeIn } from './take-in.js'
import { takeProofs } from './take-proofs.js'

/** The engine over a store: see LogEngine for what each call promises. */
class StoredEngine implements LogEngine {
  readonly queries = queriesOver((work) => this.#inTurn(work))
  #state: LogState
  /** Set while memory may be ahead of the store: after a batch failed, everything is read again. */
  #stale = false
  #queue: Promise<unknown> = Promise.resolve()

  constructor(state: LogState) {
    this.#state = state
  }

  get log() {
    return this.#state.options.log
  }

  apply(blocks: readonly Block[], now: number): Promise<BatchReport> {
    return this.#inTurn(async (state) => {
      this.#stale = true
      const batch = new Batch()
      await takeIn(blocks, now, state, batch)
      return this.#commit(batch, state)
    })
  }

  applyProofs(proofs: readonly EquivocationProof[]): Promise<BatchReport> {
    return this.#inTurn((state) => {
      this.#stale = true
      const batch = new Batch()
      takeProofs(proofs, state, batch)
      return this.#commit(batch, state)
    })
  }

  /** Judges, stores and tells what the batch changed. */
  async #commit(batch: Batch, state: LogState): Promise<BatchReport> {
    if (batch.isEmpty) {
      this.#stale = false
      return idleReport(state, batch)
    }
    const changed = await rejudge(state, batch)
    await derive(changed.authority, state, batch)
    const { writes, report } = publish(changed, state, batch)
    await state.options.store.commit(writes)
    for (const waiting of batch.parked) waiting.stored = true
    state.trim()
    this.#stale = false
    return report
  }

  preview(core: CoreKey, draft: Draft): Promise<Decision> {
    return this.#inTurn((state) => preview(core, draft, state))
  }

  chooseParents(core: CoreKey, action: Action, now: number): Promise<readonly ParentRef[]> {
    return this.#inTurn((state) => chooseParents(core, action, now, state))
  }

  applied(core: CoreKey): Applied | undefined {
    const known = this.#state.core(core)
    return known === undefined ? undefined : appliedOf(known)
  }

  allApplied(): readonly Applied[] {
    return [...this.#state.registry.all()].map(appliedOf).sort((a, b) => (a.core < b.core ? -1 : 1))
  }

  missing(): readonly MissingParent[] {
    return this.#state.parking.missing()
  }

  parked(): readonly {
    readonly core: CoreKey
    readonly seq: number
    readonly id?: OpId
    readonly reason?: 'needs-upgrade'
  }[] {
    return [...this.#state.parking.all()].map(({ core, seq, id, needsUpgrade }) => ({
      core: core.key,
      seq,
      id,
      ...(needsUpgrade ? { reason: 'needs-upgrade' as const } : {}),
    }))
  }

  nextDueAt(): number | undefined {
    return this.#state.parking.nextDueAt()
  }

  stateHash(): Promise<string> {
    return this.#inTurn((state) => stateHash(state))
  }

  /** One call after the other, each on a state that is in step with the store. */
  #inTurn<Result>(work: (state: LogState) => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(async () => {
      if (this.#stale) {
        this.#state = await LogState.open(this.#state.options)
        this.#stale = false
      }
      return work(this.#state)
    })
    this.#queue = turn.catch(() => this.#discard())
    return turn
  }

  /** Drops what a failed batch left in memory. While the store cannot even be read, the next call tries again, and says so by rejecting. */
  async #discard(): Promise<void> {
    if (!this.#stale) return
    try {
      this.#state = await LogState.open(this.#state.options)
      this.#stale = false
    } catch {
      this.#stale = true
    }
  }
}

/**
 * Opens the rules over one log's store: an empty one, or one that it wrote before. Rejects only when the store fails. One engine a store; the
 * store stays the caller's, who closes it after the engine's last call has settled.
 */
export const openEngine = async (options: EngineOptions): Promise<LogEngine> =>
  new StoredEngine(await LogState.open(options))
