import type {
  Applied,
  BatchReport,
  Block,
  ClaimState,
  CoreKey,
  CoreView,
  EquivocationProof,
  LogId,
  LogKind,
  MissingParent,
  OpId,
  OpView,
  RepositoryView,
  ThreadView,
  UserView,
  Verdict,
} from '@hypergit/domain'

/** A stretch of what a reader sees of a log. */
export interface SnapshotPage {
  readonly ops: readonly OpView[]
  readonly threads: readonly ThreadView[]
  readonly cores: readonly CoreView[]
  readonly repository?: RepositoryView
}

/** The rules' state of one log, with the reports of its batches: what judging and telling need of engine and store. */
export interface LogState {
  readonly log: LogId
  readonly kind: LogKind
  /** Of the newest batch; 0 before the first. */
  readonly version: number
  /** Judges and stores in one commit, the batch's report in it. Rejects only when the store fails; nothing is stored then. */
  apply(blocks: readonly Block[], nowMs: number): Promise<BatchReport>
  /** The same for proofs of forks that came outside the log. */
  applyProofs(proofs: readonly EquivocationProof[]): Promise<BatchReport>
  applied(core: CoreKey): Applied | undefined
  allApplied(): readonly Applied[]
  missing(): readonly MissingParent[]
  verdicts(): readonly Verdict[]
  /** When an op that is ahead of the clock is due, ms; undefined when none waits. */
  nextDueAt(): number | undefined
  stateHash(): Promise<string>
  /** A report that is still kept. */
  report(version: number): Promise<BatchReport | undefined>
  /** Kept reports after `version`, in order. */
  reportsAfter(version: number): AsyncIterable<BatchReport>
  /** Forgets the reports up to and with `version`. */
  forgetReports(version: number): Promise<void>
  snapshot(): AsyncIterable<SnapshotPage>
  thread(op: OpId): Promise<ThreadView | undefined>
  repository(): Promise<RepositoryView | undefined>
  /** Of those of the cores that claimed a user with effect. */
  claimStates(cores: readonly CoreKey[]): Promise<readonly ClaimState[]>
  /** Of a user log. */
  user(): Promise<UserView>
  /** Of a user log: the cores whose blocks may count, or may be cited by those that do. */
  devices(): Promise<readonly CoreKey[]>
  close(): Promise<void>
}

/** Opens the state of a log, empty when there is none yet. */
export type OpenState = (log: LogId, kind: LogKind) => Promise<LogState>
