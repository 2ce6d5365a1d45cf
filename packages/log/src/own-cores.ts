import { type CoreKey, founderOf, type LogId } from '@hypergit/domain'
import type { CoreKeyPair } from 'hypercore'
import { type CoreSigner, keyOfSigner, manifestOf } from './core-manifest.js'
import { NotOwnCoreError, OwnCoreBehindError, OwnCoreForkedError } from './errors.js'
import type { HomeContext } from './home-context.js'
import { mainCoreName, type OwnHead } from './log-api.js'
import type { NewCore } from './storage/core-pool.js'
import type { LogHeads } from './storage/log-heads.js'

interface OwnCore {
  readonly name: string
  readonly signer: CoreSigner
  readonly keyPair: CoreKeyPair
  head: OwnHead
}

/** Waiters of one log for a change of what is known of own heads. */
type Changed = (core: CoreKey) => void

/** The cores of one log whose secret key this home holds, and whether each is known to be whole. */
export class OwnCores {
  readonly #cores = new Map<CoreKey, OwnCore>()
  readonly #waiting = new Set<Changed>()

  constructor(
    readonly log: LogId,
    readonly home: HomeContext,
    readonly heads: LogHeads,
  ) {}

  /** Loads own cores that have blocks, or found the log. */
  async load(founded: boolean): Promise<void> {
    const founder = founderOf(this.log)
    for (const { core, ownName } of this.heads.table.all()) if (ownName !== undefined) await this.#adopt(core, ownName)
    if (founded && !this.#cores.has(founder)) await this.#adopt(founder, mainCoreName)
  }

  keys(): readonly CoreKey[] {
    return [...this.#cores.keys()]
  }

  get(core: CoreKey): OwnCore | undefined {
    return this.#cores.get(core)
  }

  all(): readonly { readonly signer: CoreSigner; readonly keyPair: CoreKeyPair }[] {
    return [...this.#cores.values()]
  }

  /** The core of that name; made on demand, stored with its first append. Answers whether it is new in this process. */
  async named(name: string): Promise<{ readonly core: CoreKey; readonly made: boolean }> {
    for (const [core, own] of this.#cores) if (own.name === name) return { core, made: false }
    const keyPair = await this.home.store.createKeyPair(`hypergit/own/${this.log}/${name}`)
    const signer = { publicKey: keyPair.publicKey }
    const core = keyOfSigner(signer)
    if (this.#cores.has(core)) return { core, made: false }
    this.#cores.set(core, { name, signer, keyPair, head: this.#headAtStart() })
    return { core, made: true }
  }

  /** How to create the core where it is not stored yet. */
  fresh(core: CoreKey): Required<NewCore> {
    const own = this.#cores.get(core)
    if (own === undefined) throw new NotOwnCoreError(core)
    return { manifest: manifestOf(own.signer), keyPair: own.keyPair }
  }

  /** Throws where an append would fork the core. */
  assertAppendable(core: CoreKey, length: number): void {
    const head = this.#cores.get(core)?.head
    if (head === undefined) throw new NotOwnCoreError(core)
    switch (head.state) {
      case 'confirmed':
      case 'unconfirmed':
        return
      case 'behind':
        if (head.announced > length) throw new OwnCoreBehindError(length, head.announced)
        return
      case 'forked':
        throw new OwnCoreForkedError(head.at)
      default:
        return head satisfies never
    }
  }

  head(core: CoreKey): OwnHead {
    const own = this.#cores.get(core)
    if (own === undefined) throw new NotOwnCoreError(core)
    return own.head
  }

  /** A peer's heads were compared with ours. */
  compared(): void {
    for (const [core, own] of this.#cores) if (own.head.state === 'unconfirmed') this.#set(core, { state: 'confirmed' })
  }

  /** A peer announced more of an own core than is here. */
  announced(core: CoreKey, length: number, announced: number): void {
    const own = this.#cores.get(core)
    if (own === undefined || own.head.state === 'forked') return
    this.#set(core, { state: 'behind', length, announced })
  }

  /** More of an own core arrived, or who announced it could not show it. */
  settled(core: CoreKey, length: number, announced?: number): void {
    const head = this.#cores.get(core)?.head
    if (head?.state !== 'behind') return
    const expected = announced ?? head.announced
    this.#set(core, length >= expected ? { state: 'confirmed' } : { state: 'behind', length, announced: expected })
  }

  forked(core: CoreKey, at: number): void {
    if (this.#cores.has(core)) this.#set(core, { state: 'forked', at })
  }

  /** Resolves when the head is known, or with what is known after `timeoutMs`. */
  awaitKnown(core: CoreKey, timeoutMs: number): Promise<OwnHead> {
    const known = this.head(core)
    if (known.state === 'confirmed' || known.state === 'forked') return Promise.resolve(known)
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(changed)
        resolve(this.head(core))
      }
      const changed: Changed = (which) => {
        const { state } = this.head(core)
        if (which === core && (state === 'confirmed' || state === 'forked')) finish()
      }
      const timer = setTimeout(finish, timeoutMs)
      this.#waiting.add(changed)
    })
  }

  #headAtStart(): OwnHead {
    return { state: this.home.uncleanStart ? 'unconfirmed' : 'confirmed' }
  }

  #set(core: CoreKey, head: OwnHead): void {
    const own = this.#cores.get(core)
    if (own === undefined) return
    own.head = head
    for (const changed of this.#waiting) changed(core)
  }

  async #adopt(core: CoreKey, name: string): Promise<void> {
    await this.home.pool.use(core, (session) => {
      const publicKey = session.manifest?.signers[0]?.publicKey
      const userData = session.manifest?.userData ?? undefined
      const { keyPair } = session
      if (publicKey === undefined || keyPair === null) return Promise.resolve()
      const signer = userData === undefined ? { publicKey } : { publicKey, userData }
      this.#cores.set(core, { name, signer, keyPair, head: this.#headAtStart() })
      return Promise.resolve()
    })
  }
}
