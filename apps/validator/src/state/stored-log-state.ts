import {
  decodeReport,
  type Applied,
  type BatchReport,
  type Block,
  type ClaimState,
  type CoreKey,
  type CoreView,
  type EquivocationProof,
  type LogEngine,
  type LogId,
  type LogKind,
  type LogStore,
  type MissingParent,
  type OpId,
  type RepositoryView,
  type ThreadView,
  type UserView,
  type Verdict,
} from '@hypergit/domain'
import type { LogState, SnapshotPage } from './log-state.js'
import { snapshotPages } from './snapshot-pages.js'

/** A log's state by the engine over its store, with the reports that the engine stores beside it. */
export class StoredLogState implements LogState {
  readonly #verdicts = new Map<CoreKey, Verdict>()

  private constructor(
    private readonly engine: LogEngine,
    private readonly store: LogStore,
    readonly kind: LogKind,
    private newest: number,
  ) {}

  static async open(engine: LogEngine, store: LogStore, kind: LogKind): Promise<StoredLogState> {
    const { version } = await engine.queries.repository()
    const state = new StoredLogState(engine, store, kind, version)
    await state.#takeVerdicts(await engine.queries.cores())
    return state
  }

  get log(): LogId {
    return this.engine.log
  }

  get version(): number {
    return this.newest
  }

  async apply(blocks: readonly Block[], nowMs: number): Promise<BatchReport> {
    return this.#take(await this.engine.apply(blocks, nowMs))
  }

  async applyProofs(proofs: readonly EquivocationProof[]): Promise<BatchReport> {
    return this.#take(await this.engine.applyProofs(proofs))
  }

  async #take(report: BatchReport): Promise<BatchReport> {
    this.newest = report.version
    await this.#takeVerdicts(report.cores)
    return report
  }

  applied(core: CoreKey): Applied | undefined {
    return this.engine.applied(core)
  }

  allApplied(): readonly Applied[] {
    return this.engine.allApplied()
  }

  missing(): readonly MissingParent[] {
    return this.engine.missing()
  }

  verdicts(): readonly Verdict[] {
    return [...this.#verdicts.values()]
  }

  nextDueAt(): number | undefined {
    return this.engine.nextDueAt()
  }

  stateHash(): Promise<string> {
    return this.engine.stateHash()
  }

  async report(version: number): Promise<BatchReport | undefined> {
    const bytes = await this.store.get('outbox', [version])
    return bytes && decodeReport(bytes)
  }

  async *reportsAfter(version: number): AsyncGenerator<BatchReport> {
    if (version >= this.newest) return
    for await (const { value } of this.store.range('outbox', { gt: [version] })) yield decodeReport(value)
  }

  forgetReports(version: number): Promise<void> {
    return this.engine.queries.trimOutbox(version)
  }

  snapshot(): AsyncIterable<SnapshotPage> {
    return snapshotPages(this.engine.queries)
  }

  thread(op: OpId): Promise<ThreadView | undefined> {
    return this.engine.queries.thread(op)
  }

  repository(): Promise<RepositoryView> {
    return this.engine.queries.repository()
  }

  claimStates(cores: readonly CoreKey[]): Promise<readonly ClaimState[]> {
    return this.engine.queries.claimStates(cores)
  }

  user(): Promise<UserView> {
    return this.engine.queries.user()
  }

  devices(): Promise<readonly CoreKey[]> {
    return this.engine.queries.devices()
  }

  close(): Promise<void> {
    return this.store.close()
  }

  async #takeVerdicts(cores: readonly CoreView[]): Promise<void> {
    for (const { core, blacklisted } of cores) {
      if (blacklisted === undefined) {
        this.#verdicts.delete(core)
        continue
      }
      const { from, reason, op } = blacklisted
      const view = await this.engine.queries.op(op)
      // A violation is kept and served, as its own evidence; what a ban or a fork excludes is not.
      const isOwnViolation = view?.author.core === core && view.decision.outcome === 'violation'
      this.#verdicts.set(core, { core, keep: isOwnViolation ? from + 1 : from, reason, op })
    }
  }
}
