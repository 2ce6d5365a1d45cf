import { createBlockDecoder, type BlockDecoder } from '../encoding/decode-block.js'
import type { LogKind } from '../encoding/log-kind.js'
import type { DomainCrypto } from '../engine.js'
import { AuthorityIndex } from '../facts/authority-index.js'
import { isAuthority } from '../facts/authority-op.js'
import { Facts, type FactSources } from '../facts/facts.js'
import { type CoreRecord, CoreRegistry } from '../graph/core-registry.js'
import type { KnownOp } from '../graph/known-op.js'
import { everything } from '../graph/op-set.js'
import { OpShelf } from '../graph/op-shelf.js'
import { Parking } from '../graph/parking.js'
import { type CoreKey, coreKey, founderOf, type LogId, type OpId, opId } from '../ids.js'
import type { JudgingContext } from '../outcome/cited-state.js'
import { fromJsonBytes } from '../store/json-bytes.js'
import type { LogStore } from '../store/port.js'
import { type LogRecord, newLogRecord } from '../views/log-record.js'
import type { ThreadRecord } from '../views/thread-state.js'
import { restoreParked } from './restore-parked.js'

/** The slot of collection `meta` that holds the LogRecord. */
export const logRecordSlot = 0

const keptThreadsMax = 4_096

/** What is stored of an authority op beside the op itself. */
export interface AuthorityRecord {
  readonly needed: 'normal' | 'collaborator' | 'admin'
  readonly grants: readonly OpId[]
  readonly bannedBefore?: OpId
}

export interface EngineOptions {
  readonly log: LogId
  readonly kind: LogKind
  readonly store: LogStore
  readonly crypto: DomainCrypto
  /** Whether each batch's report is stored with it, to be sent by whoever trims the outbox. */
  readonly outbox?: boolean
}

/** One log as it is in memory, never ahead of its store between batches. */
export class LogState {
  readonly decoder: BlockDecoder
  readonly registry = new CoreRegistry()
  readonly index = new AuthorityIndex()
  readonly parking = new Parking()
  readonly shelf: OpShelf
  readonly sources: FactSources
  readonly context: JudgingContext
  readonly threads = new Map<OpId, ThreadRecord>()
  /** First ops of branches and their siblings: what tells whether a past knows of a fork. */
  readonly forkMarks = new Set<KnownOp>()
  /** The facts of K. */
  present: Facts
  record: LogRecord = newLogRecord

  constructor(readonly options: EngineOptions) {
    const { log, kind, store, crypto } = options
    this.decoder = createBlockDecoder({ log, kind, blake2b256: crypto.blake2b256 })
    this.shelf = new OpShelf(store, this.registry, this.decoder)
    this.sources = { founder: founderOf(log), index: this.index, core: (key) => this.registry.get(key) }
    this.context = {
      log,
      crypto,
      known: (id) => this.shelf.get(id),
      closings: (thread) => (this.threads.get(thread)?.closings ?? []).flatMap((id) => this.shelf.get(id) ?? []),
    }
    this.present = this.newPresent()
  }

  newPresent(): Facts {
    return new Facts(this.sources, everything)
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

  trim(): void {
    this.shelf.trim()
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
    const cores: [CoreKey, CoreRecord][] = []
    for await (const { key, value } of store.range('core', {}))
      cores.push([coreKey(String(key[0])), fromJsonBytes(value) as CoreRecord])
    state.registry.restore(cores)
    await restoreAuthority(state)
    await restoreForkMarks(state)
    state.present = state.newPresent()
    await restoreParked(state)
    return state
  }
}

const restoreAuthority = async (state: LogState): Promise<void> => {
  // In ascending height, so that an op's grants are there before it.
  for await (const { key, value } of state.options.store.range('authority', {})) {
    const id = opId(String(key[1]))
    const { needed, grants, bannedBefore } = fromJsonBytes(value) as AuthorityRecord
    await state.shelf.load(bannedBefore === undefined ? [id] : [id, bannedBefore])
    const known = state.shelf.get(id)
    if (known?.op === undefined || !isAuthority(known.op.action)) continue
    known.authority = {
      known,
      action: known.op.action,
      needed,
      grants: grants.flatMap((grant) => state.index.get(grant) ?? []),
      bannedBefore: bannedBefore === undefined ? undefined : state.shelf.get(bannedBefore),
    }
    state.shelf.pin(known)
    state.index.add(known.authority)
  }
}

const restoreForkMarks = async (state: LogState): Promise<void> => {
  for (const core of state.registry.all()) {
    if (core.chains.length < 2) continue
    for (const seq of new Set(core.chains.map(({ from }) => from))) {
      for await (const { key } of state.options.store.range('chain', { gte: [core.key, seq], lte: [core.key, seq] })) {
        const id = opId(String(key[2]))
        await state.shelf.load([id])
        const known = state.shelf.get(id)
        if (known === undefined) continue
        state.shelf.pin(known)
        state.forkMarks.add(known)
      }
    }
  }
}
