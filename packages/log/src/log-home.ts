import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type CoreKey, type LogId, logOfFounder } from '@hypergit/domain'
import b4a from 'b4a'
import Corestore from 'corestore'
import type { CoreKeyPair } from 'hypercore'
import { discoveryKey } from 'hypercore-crypto'
import { Admission } from './admission/admission.js'
import { type AdmissionLimits, defaultAdmissionLimits } from './admission/limits.js'
import type { AdmissionStatus } from './admission/status.js'
import type { BlockRules } from './block-rules.js'
import { manifestOf } from './core-manifest.js'
import { HomeCopiedError, HomeInUseError, LogClosedError, StorageFailedError } from './errors.js'
import type { HomeContext } from './home-context.js'
import type { Connection, Log, LogStorage, NoiseStream, OpenLogOptions } from './log-api.js'
import { LogReplica } from './log-replica.js'
import { CorePool } from './storage/core-pool.js'
import { CoreStore } from './storage/core-store.js'
import { HeadIndex } from './storage/head-index.js'
import { storedBytes } from './storage/head-record.js'
import { PeerConnection } from './sync/peer-connection.js'

export interface LogStorageOptions {
  /** A folder of its own, made where it is missing. One process at a time. */
  readonly dir: string
  readonly rules: BlockRules
  readonly limits?: Partial<AdmissionLimits>
  /** ms since 1970; the machine's clock by default. */
  readonly clock?: () => number
  /** Cores kept open while nobody uses them, and for how long. */
  readonly openCoresMax?: number
  readonly openCoreIdleMs?: number
  /** Key pairs of own cores by name; derived from the home's secret unless given, as by a simulation that is to have the same ones in every run. */
  readonly keyPairOf?: (name: string) => CoreKeyPair
  /** Told of the first failed write. */
  readonly onFailure?: (failure: StorageFailedError) => void
}

/**
 * Opens the cores of a home.
 * Throws HomeInUseError while another process has them open, HomeCopiedError when the folder is a copy.
 */
export const openLogStorage = async (options: LogStorageOptions): Promise<LogStorage> => {
  await mkdir(options.dir, { recursive: true })
  const store = new Corestore(join(options.dir, 'cores'), { wait: false })
  const index = new HeadIndex(join(options.dir, 'heads'))
  try {
    await store.ready()
    return await LogHome.start(options, store, index, await index.open())
  } catch (cause) {
    await Promise.allSettled([store.close(), index.close(false)])
    throw explained(options.dir, cause)
  }
}

const explained = (dir: string, cause: unknown): unknown => {
  const message = cause instanceof Error ? cause.message : ''
  if (message.startsWith('Invalid device file')) return new HomeCopiedError(dir, cause)
  return /lock/i.test(message) ? new HomeInUseError(dir, cause) : cause
}

class LogHome implements LogStorage {
  readonly #context: HomeContext
  readonly #logs = new Map<LogId, Promise<LogReplica>>()
  readonly #open = new Map<string, LogReplica>()
  readonly #connections = new Set<PeerConnection>()
  #closing: Promise<void> | undefined
  #failure: StorageFailedError | undefined

  private constructor(
    options: LogStorageOptions,
    store: Corestore,
    index: HeadIndex,
    uncleanStart: boolean,
    bytesTotal: number,
  ) {
    const clock = options.clock ?? Date.now
    const limits = Object.freeze({ ...defaultAdmissionLimits, ...options.limits })
    const pool = new CorePool(store, {
      openCoresMax: options.openCoresMax ?? 512,
      idleMs: options.openCoreIdleMs ?? 30_000,
    })
    const onFailure = (failure: StorageFailedError): void => {
      this.#failure ??= failure
      options.onFailure?.(failure)
    }
    const cores = new CoreStore({ pool, onFailure })
    const admission = new Admission(limits, clock, bytesTotal)
    const fail = (cause: unknown): void => cores.stop(cause)
    const { rules, keyPairOf } = options
    this.#context = {
      store,
      pool,
      cores,
      index,
      rules,
      limits,
      admission,
      clock,
      uncleanStart,
      fail,
      keyPairOf: async (name) => keyPairOf?.(name) ?? store.createKeyPair(name),
    }
  }

  static async start(
    options: LogStorageOptions,
    store: Corestore,
    index: HeadIndex,
    unclean: boolean,
  ): Promise<LogHome> {
    return new LogHome(options, store, index, unclean, await index.byteLength())
  }

  get uncleanStart(): boolean {
    return this.#context.uncleanStart
  }

  get failure(): Error | undefined {
    return this.#failure
  }

  async createLog({ userData }: { readonly userData?: Uint8Array } = {}): Promise<Log> {
    this.#assertOpen()
    const { keyPairOf, pool } = this.#context
    const keyPair = await keyPairOf(`hypergit/founder/${randomBytes(32).toString('hex')}`)
    const signer = { publicKey: keyPair.publicKey, ...(userData === undefined ? {} : { userData }) }
    const core = await pool.create({ manifest: manifestOf(signer), keyPair })
    return this.#opened(logOfFounder(core), true)
  }

  async openLog(id: LogId, options: OpenLogOptions = {}): Promise<Log> {
    this.#assertOpen()
    return this.#opened(id, false, options)
  }

  async secret(name: string): Promise<Uint8Array> {
    this.#assertOpen()
    const { secretKey } = await this.#context.keyPairOf(`hypergit/secret/${name}`)
    return secretKey.subarray(0, 32)
  }

  logIds(): Promise<readonly LogId[]> {
    return this.#context.index.logIds()
  }

  async removeLog(id: LogId): Promise<void> {
    const log = await this.#opened(id, false)
    await this.closeLog(id)
    for (const record of log.scope.heads.table.all()) {
      await this.#context.pool.remove(record.core)
      this.#context.admission.stored(-storedBytes(record))
    }
    await this.#context.index.remove(id)
  }

  async closeLog(id: LogId): Promise<void> {
    const opening = this.#logs.get(id)
    if (opening === undefined) return
    const log = await opening
    this.#logs.delete(id)
    this.#open.delete(b4a.toString(log.discoveryKey, 'hex'))
    await log.close()
  }

  replicate(stream: NoiseStream, options: { readonly topics?: readonly Uint8Array[] } = {}): Connection {
    this.#assertOpen()
    const connection = new PeerConnection({
      stream,
      home: this.#context,
      openLogs: {
        byDiscoveryKey: (topic) => this.#open.get(b4a.toString(topic, 'hex'))?.scope,
        all: () => [...this.#open.values()].map(({ scope }) => scope),
      },
      topics: options.topics,
      onClose: (closed) => this.#connections.delete(closed),
    })
    if (this.#connections.size >= this.#context.limits.connectionsMax) connection.close('too many connections')
    else this.#connections.add(connection)
    return connection
  }

  connections(): readonly Connection[] {
    return [...this.#connections]
  }

  admissionStatus(): AdmissionStatus {
    return this.#context.admission.status(this.#connections.size)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  #opened(id: LogId, founded: boolean, options: OpenLogOptions = {}): Promise<LogReplica> {
    const known = this.#logs.get(id)
    if (known !== undefined) return known
    const opening = this.#load(id, founded, options)
    this.#logs.set(id, opening)
    opening.catch(() => this.#logs.delete(id))
    return opening
  }

  async #load(id: LogId, founded: boolean, { admitOnly, bounds, offer = false }: OpenLogOptions): Promise<LogReplica> {
    const log = await LogReplica.open(id, this.#context, founded, (core) => this.#closeHolders(id, core))
    if (bounds !== undefined) log.scope.heads.table.bounds = bounds
    if (admitOnly !== undefined) log.admitOnly(admitOnly)
    this.#open.set(b4a.toString(discoveryKey(b4a.from(id, 'hex')), 'hex'), log)
    // Connections that are up already learn of the log; who does not know it turns it down.
    for (const connection of this.#connections) connection.openLate(log.scope, offer)
    return log
  }

  #closeHolders(log: LogId, core: CoreKey): void {
    for (const connection of this.#connections) if (connection.hasProved(core)) void connection.leaveHolder(log, core)
  }

  async #close(): Promise<void> {
    for (const connection of this.#connections) connection.close('this peer stops')
    const logs = await Promise.allSettled(this.#logs.values())
    for (const log of logs) if (log.status === 'fulfilled') await log.value.close()
    await this.#context.pool.close()
    await this.#context.store.close()
    await this.#context.index.close(this.#failure === undefined)
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new LogClosedError()
  }
}
