import { createBlockDecoder, type BlockDecoder } from '../encoding/decode-block.js'
import type { LogKind } from '../encoding/log-kind.js'
import type { DomainCrypto } from '../engine.js'
import { AuthorityIndex } from '../facts/authority-index.js'
import type { AuthorityOp } from '../facts/authority-op.js'
import { Descent } from '../facts/descent.js'
import { Facts, type FactSources } from '../facts/facts.js'
import { type ForkProof, isOnChain } from '../facts/forks.js'
import { DeviceIndex } from '../facts/device-index.js'
import type { DeviceOp } from '../facts/device-op.js'
import { IdentityIndex } from '../facts/identity-index.js'
import type { ClaimOp, IdentityOp } from '../facts/identity-op.js'
import { CoreRegistry } from '../graph/core-registry.js'
import type { Chain } from '../graph/core-state.js'
import { firstPlace } from '../graph/first-place.js'
import { isInPast, type KnownOp } from '../graph/known-op.js'
import { everything } from '../graph/op-set.js'
import { OpShelf } from '../graph/op-shelf.js'
import { Parking } from '../graph/parking.js'
import { pastFacts } from '../graph/place-op.js'
import { type CoreKey, coreKey, founderOf, type LogId, type OpId } from '../ids.js'
import type { JudgingContext } from '../outcome/cited-state.js'
import { type CoreRecord, decodeCoreRecord } from '../store/core-record.js'
import { fromJsonBytes } from '../store/json-bytes.js'
import type { LogStore } from '../store/port.js'
import { type LogRecord, newLogRecord } from '../views/log-record.js'
import { decodeUserRecord, newUserRecord, type UserRecord } from '../views/user-record.js'
import type { ThreadRecord } from '../views/thread-state.js'
import { Closings } from './closings.js'
import { noteBranches } from './changed-branches.js'
import { noteIdentities } from './changed-identities.js'
import { restoreFacts } from './restore-facts.js'
import { restoreParked } from './restore-parked.js'

/** The slot of collection `meta` that holds the LogRecord. */
export const logRecordSlot = 0
/** The one that holds the UserRecord of a user log. */
export const userRecordSlot = 1

const keptThreadsMax = 4_096
const noProofs: readonly ForkProof[] = []

export interface EngineOptions {
  readonly log: LogId
  readonly kind: LogKind
  readonly store: LogStore
  readonly crypto: DomainCrypto
  /** Whether each batch's report is stored with it, to be sent by whoever trims the outbox. */
  readonly outbox?: boolean
}

/** Where a proof of a fork at the seq goes, behind those of the same. */
const placeAfter = (proofs: readonly ForkProof[], seq: number): number => firstPlace(proofs, (proof) => proof.seq > seq)

/** One log as it is in memory, never ahead of its store between batches. */
export class LogState {
  readonly decoder: BlockDecoder
  readonly registry = new CoreRegistry()
  readonly index = new AuthorityIndex()
  readonly parking = new Parking()
  readonly shelf: OpShelf
  readonly closings: Closings
  readonly sources: FactSources
  readonly context: JudgingContext
  readonly threads = new Map<OpId, ThreadRecord>()
  readonly identities = new IdentityIndex()
  readonly devices = new DeviceIndex()
  /**
   * The ops on which facts rest, which stay in memory: of authority, of identities, evidence of forks, the first ops of branches and their
   * siblings, and the founding core's first op that has a claim in its past. Two pasts with the same marks have the same facts.
   */
  readonly marks = new Set<KnownOp>()
  /** How the cores stood that have to do with identities, as it was last told (changed-identities.ts). */
  readonly identityOf = new Map<CoreKey, string>()
  /** Which branch of a core that forked counts, by the op in which it ends, as it was last told (changed-branches.ts). */
  readonly branchOf = new Map<CoreKey, OpId>()
  readonly #forkProofs = new Map<CoreKey, ForkProof[]>()
  readonly #unseenClaims = new Set<ClaimOp>()
  /** The facts of K. */
  present: Facts
  record: LogRecord = newLogRecord
  /** Of a user log. */
  user: UserRecord = newUserRecord()

  constructor(readonly options: EngineOptions) {
    const { log, kind, store, crypto } = options
    this.decoder = createBlockDecoder({
      log,
      kind,
      blake2b256: crypto.blake2b256,
      equivocation: crypto.proofs.equivocation,
    })
    this.shelf = new OpShelf(store, this.registry, this.decoder)
    this.closings = new Closings(store, this.shelf)
    this.sources = {
      founder: founderOf(log),
      index: this.index,
      identities: this.identities,
      devices: this.devices,
      descent: new Descent(),
      core: (key) => this.registry.get(key),
      known: (id) => this.shelf.get(id),
      forkProofs: (core) => this.#forkProofs.get(core) ?? noProofs,
      pastOf: (known) => pastFacts(known, this),
    }
    this.context = {
      log,
      kind,
      crypto,
      known: (id) => this.shelf.get(id),
      closings: (thread) => this.closings.of(thread),
    }
    this.present = this.newPresent()
  }

  newPresent(): Facts {
    return new Facts(this.sources, everything)
  }

  /** Keeps an op in memory on which facts rest. */
  mark(known: KnownOp): void {
    this.shelf.pin(known)
    this.marks.add(known)
  }

  addAuthority(op: AuthorityOp): void {
    this.mark(op.known)
    this.index.add(op)
    const head = op.action.type === 'core.pardon' && op.action.head !== undefined ? op.action.head : undefined
    const branch = head === undefined ? undefined : this.shelf.get(head)
    if (branch !== undefined) this.shelf.pin(branch)
  }

  addIdentity(op: IdentityOp): void {
    this.mark(op.known)
    this.identities.add(op)
    if ('seenByFounder' in op && op.seenByFounder.length === 0) this.#unseenClaims.add(op)
  }

  addDevice(op: DeviceOp): void {
    this.mark(op.known)
    this.devices.add(op)
  }

  addForkProof(proof: ForkProof): void {
    const known = this.#forkProofs.get(proof.core)
    if (known === undefined) this.#forkProofs.set(proof.core, [proof])
    else known.splice(placeAfter(known, proof.seq), 0, proof)
  }

  /** Whether the past of the op holds evidence that the core forked at that seq. */
  isForkShownTo(op: KnownOp, { core, seq }: { readonly core: CoreKey; readonly seq: number }): boolean {
    const proofs = this.#forkProofs.get(core) ?? noProofs
    for (let place = placeAfter(proofs, seq) - 1; proofs[place]?.seq === seq; place--) {
      const carriedBy = proofs[place]?.carriedBy
      if (carriedBy !== undefined && isInPast(carriedBy, op)) return true
    }
    return false
  }

  /** Seqs at which the core is proven to have forked by what came outside the log. */
  toldForks(core: CoreKey): readonly number[] {
    return (this.#forkProofs.get(core) ?? []).flatMap(({ seq, carriedBy }) => (carriedBy === undefined ? [seq] : []))
  }

  dropToldFork(core: CoreKey, seq: number): void {
    const known = this.#forkProofs.get(core)?.filter((one) => one.seq !== seq || one.carriedBy !== undefined)
    if (known !== undefined) this.#forkProofs.set(core, known)
  }

  /** Claims that no op of the founding core on this chain has in its past so far. */
  unseenClaims(chain: Chain): Iterable<ClaimOp> {
    if (chain.core.chains.length === 1) return [...this.#unseenClaims]
    return this.identities.allClaims().filter((claim) => !claim.seenByFounder.some((seen) => isOnChain(chain, seen)))
  }

  noteSeen(claim: ClaimOp, by: KnownOp): void {
    ;(claim.seenByFounder as KnownOp[]).push(by)
    this.#unseenClaims.delete(claim)
  }

  /** Brings thread records into memory. */
  async loadThreads(ids: Iterable<OpId>): Promise<void> {
    const absent = [...new Set(ids)].filter((id) => !this.threads.has(id))
    if (absent.length === 0) return
    const values = await this.options.store.getMany(
      'thread',
      absent.map((id) => [id]),
    )
    for (const [index, value] of values.entries()) {
      const id = absent[index]
      if (id !== undefined && value !== undefined) this.threads.set(id, fromJsonBytes(value) as ThreadRecord)
    }
  }

  /** Between batches. */
  trim(): void {
    this.closings.settle()
    if (this.shelf.trim()) this.closings.release()
    for (const id of this.threads.keys()) {
      if (this.threads.size <= keptThreadsMax) return
      this.threads.delete(id)
    }
  }

  core(key: CoreKey) {
    return this.registry.get(key)
  }

  /** Takes up what the store holds: cores, authority ops and what is parked; other ops are loaded when they are needed. */
  static async open(options: EngineOptions): Promise<LogState> {
    const state = new LogState(options)
    const { store } = options
    const record = await store.get('meta', [logRecordSlot])
    if (record !== undefined) state.record = fromJsonBytes(record) as LogRecord
    const user = await store.get('meta', [userRecordSlot])
    if (user !== undefined) state.user = decodeUserRecord(user)
    const cores: [CoreKey, CoreRecord][] = []
    for await (const { key, value } of store.range('core', {}))
      cores.push([coreKey(String(key[0])), decodeCoreRecord(value)])
    state.registry.restore(cores)
    await restoreFacts(state)
    state.present = state.newPresent()
    noteIdentities(state)
    noteBranches(state)
    await restoreParked(state)
    return state
  }
}
