import { type CoreKey, coreKey } from '@hypergit/domain'
import b4a from 'b4a'
import type Corestore from 'corestore'
import type Hypercore from 'hypercore'
import type { CoreKeyPair, Manifest } from 'hypercore'

interface Entry {
  readonly session: Hypercore
  users: number
  usedAtMs: number
}

/** How to open a core that is not stored yet. */
export interface NewCore {
  readonly manifest: Manifest
  readonly keyPair?: CoreKeyPair
}

export interface CorePoolOptions {
  /** Cores kept open although nobody uses them at the moment. */
  readonly openCoresMax: number
  /** After this long without use a core is closed. */
  readonly idleMs: number
}

/** Opens cores on demand and closes them when idle. It never lets Hypercore replicate: what travels goes through this package's own messages. */
export class CorePool {
  readonly #store: Corestore
  readonly #options: CorePoolOptions
  readonly #open = new Map<CoreKey, Entry>()
  readonly #timer: NodeJS.Timeout

  constructor(store: Corestore, options: CorePoolOptions) {
    this.#store = store
    this.#options = options
    this.#timer = setInterval(() => this.#closeIdle(Date.now() - options.idleMs), options.idleMs / 2)
    this.#timer.unref()
  }

  get openCount(): number {
    return this.#open.size
  }

  /** Runs `task` with the core open. */
  async use<Result>(core: CoreKey, task: (session: Hypercore) => Promise<Result>, fresh?: NewCore): Promise<Result> {
    const entry = this.#entry(core, fresh)
    entry.users++
    try {
      await this.#ready(core, entry)
      return await task(entry.session)
    } finally {
      entry.users--
      entry.usedAtMs = Date.now()
      if (this.#open.size > this.#options.openCoresMax) this.#closeOldest()
    }
  }

  /** Creates a core with a key pair of this home's, and answers its key. */
  async create(fresh: Required<NewCore>): Promise<CoreKey> {
    const session = this.#store.get({ ...fresh, active: false, allowFork: false })
    try {
      await session.ready()
      return coreKey(b4a.toString(session.key, 'hex'))
    } finally {
      await session.close()
    }
  }

  /** Deletes a core's blocks, tree and secret key. */
  async remove(core: CoreKey): Promise<void> {
    const pointers = await this.use(core, (session) => Promise.resolve(session.state.storage.core))
    const entry = this.#open.get(core)
    this.#open.delete(core)
    await entry?.session.close()
    await this.#store.storage.deleteCore(pointers)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.allSettled([...this.#open.values()].map((entry) => entry.session.close()))
    this.#open.clear()
  }

  async #ready(core: CoreKey, entry: Entry): Promise<void> {
    try {
      await entry.session.ready()
    } catch (cause) {
      this.#open.delete(core)
      throw cause
    }
  }

  #entry(core: CoreKey, fresh: NewCore | undefined): Entry {
    const open = this.#open.get(core)
    if (open !== undefined) {
      // Re-inserting keeps the map in order of use, oldest first.
      this.#open.delete(core)
      this.#open.set(core, open)
      return open
    }
    const session = this.#store.get({ key: b4a.from(core, 'hex'), ...fresh, active: false, allowFork: false })
    const entry: Entry = { session, users: 0, usedAtMs: Date.now() }
    this.#open.set(core, entry)
    return entry
  }

  #closeIdle(usedBeforeMs: number): void {
    for (const [core, entry] of this.#open)
      if (entry.users === 0 && entry.usedAtMs < usedBeforeMs) this.#drop(core, entry)
  }

  #closeOldest(): void {
    for (const [core, entry] of this.#open) {
      if (entry.users > 0) continue
      this.#drop(core, entry)
      return
    }
  }

  #drop(core: CoreKey, entry: Entry): void {
    this.#open.delete(core)
    // A session that fails to close has nothing to lose: what it wrote was flushed before.
    entry.session.close().catch(() => undefined)
  }
}
