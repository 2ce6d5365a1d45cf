import { randomBytes } from 'node:crypto'
import { type CoreKey, founderOf, type LogId } from '@hypergit/domain'
import b4a from 'b4a'
import type Hypercore from 'hypercore'
import type { CoreKeyPair } from 'hypercore'
import { type CoreSigner, keyOfSigner, manifestOf } from './core-manifest.js'
import { NotOwnCoreError, OwnCoreBehindError, OwnCoreForkedError } from './errors.js'
import type { HomeContext } from './home-context.js'
import { type ForkPlace, mainCoreName, type OwnHead } from './log-api.js'
import type { NewCore } from './storage/core-pool.js'
import type { LogHeads } from './storage/log-heads.js'

interface OwnCore {
  readonly name: string
  readonly signer: CoreSigner
  readonly keyPair: CoreKeyPair
  head: OwnHead
  /** An admin let a branch of it count, so that its fork is no reason not to append: whether this one counts is for the rules to say. */
  isPardoned: boolean
  /** Its key is somebody's who lends it: nothing of it is stored, and peers are not shown that it is here. */
  readonly isLent?: boolean
}

/** What an append to an own core needs. */
export interface OwnWriting {
  readonly fresh: NewCore
  readonly keyPair: CoreKeyPair
}

/** The cores of one log whose secret key this home holds, and whether each is known to be whole. */
export class OwnCores {
  readonly #cores = new Map<CoreKey, OwnCore>()
  #mainName = mainCoreName

  constructor(
    readonly log: LogId,
    readonly home: HomeContext,
    readonly heads: LogHeads,
    /** Told when what is known of an own head has changed. */
    private readonly onChange: () => void,
  ) {}

  /** Loads own cores that have blocks, or found the log. */
  async load(founded: boolean): Promise<void> {
    const founder = founderOf(this.log)
    this.#mainName = (await this.home.index.mainName(this.log)) ?? mainCoreName
    for (const { core, ownName } of this.heads.table.all()) if (ownName !== undefined) await this.#adopt(core, ownName)
    if (founded && !this.#cores.has(founder)) await this.#adopt(founder, mainCoreName)
    // What this process has just made nobody else can have written to.
    if (founded) this.#set(founder, { state: 'confirmed' })
  }

  keys(): readonly CoreKey[] {
    return [...this.#cores.keys()]
  }

  /** Those that peers are shown the key of: not what has forked or was replaced, since nobody speaks to who holds a core that is stopped. */
  provable(): readonly CoreKey[] {
    return [...this.#cores].flatMap(([core, own]) =>
      own.head.state === 'forked' || own.isLent === true || this.#isReplaced(own) ? [] : [core],
    )
  }

  get(core: CoreKey): OwnCore | undefined {
    return this.#cores.get(core)
  }

  /** The core of that name, the one in use without; made on demand, stored with its first append. Answers whether it is new in this process. */
  async named(name: string = this.#mainName): Promise<{ readonly core: CoreKey; readonly made: boolean }> {
    for (const [core, own] of this.#cores) if (own.name === name) return { core, made: false }
    const keyPair = await this.#keyPairOf(name)
    const signer = { publicKey: keyPair.publicKey }
    const core = keyOfSigner(signer)
    if (this.#cores.has(core)) return { core, made: false }
    this.#cores.set(core, { name, signer, keyPair, head: { state: 'unconfirmed' }, isPardoned: false })
    const record = this.heads.get(core)
    if (record !== undefined && record.ownName === undefined) this.heads.put({ ...record, ownName: name })
    return { core, made: true }
  }

  /** From now on a core that no copy of this home can have: its name is random, and kept. */
  async renew(): Promise<CoreKey> {
    const name = `${mainCoreName}/${randomBytes(16).toString('hex')}`
    await this.home.index.putMainName(this.log, name)
    this.#mainName = name
    const { core } = await this.named()
    this.#set(core, { state: 'confirmed' })
    return core
  }

  /** What signs the core, and how to create it where it is not stored yet: with its key, unless that is lent. */
  writing(core: CoreKey): OwnWriting {
    const { signer, keyPair, isLent } = this.#owned(core)
    return { fresh: { manifest: manifestOf(signer), ...(isLent === true ? {} : { keyPair }) }, keyPair }
  }

  /** The name under which the core is found again after a restart; none for one whose key is lent. */
  nameKept(core: CoreKey): string | undefined {
    const { name, isLent } = this.#owned(core)
    return isLent === true ? undefined : name
  }

  /** The founding core of a user log is an own one while `work` runs, by the identity key that signs it. */
  async lend<Result>(
    keyPair: CoreKeyPair,
    forks: { of(core: CoreKey): readonly ForkPlace[] },
    work: (founder: CoreKey) => Promise<Result>,
  ): Promise<Result> {
    const signer = { publicKey: keyPair.publicKey, userData: keyPair.publicKey }
    const core = keyOfSigner(signer)
    if (core !== founderOf(this.log) || this.#cores.has(core)) throw new NotOwnCoreError(core)
    const head: OwnHead = { state: 'unconfirmed' }
    this.#cores.set(core, { name: 'lent', signer, keyPair, head, isPardoned: false, isLent: true })
    for (const { seq } of forks.of(core)) this.forked(core, seq)
    try {
      return await work(core)
    } finally {
      this.#cores.delete(core)
    }
  }

  /** Throws where an append would fork the core. */
  assertAppendable(core: CoreKey, length: number): void {
    const { head } = this.#owned(core)
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
    return this.#owned(core).head
  }

  /** Every peer that is connected was asked for the core, and announced nothing longer. */
  asked(core: CoreKey): void {
    if (this.#cores.get(core)?.head.state === 'unconfirmed') this.#set(core, { state: 'confirmed' })
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
    const expected = Math.max(announced ?? head.announced, this.heads.lengthLost(core) ?? 0)
    this.#set(core, length >= expected ? { state: 'confirmed' } : { state: 'behind', length, announced: expected })
  }

  /** Another history of the core exists, which differs at a seq. */
  forked(core: CoreKey, at: number): void {
    const own = this.#cores.get(core)
    if (own === undefined || own.isPardoned) return
    const known = own.head.state === 'forked' ? own.head.at : at
    this.#set(core, { state: 'forked', at: Math.min(at, known) })
  }

  /** A verdict stands against the core, or was lifted. */
  pardoned(core: CoreKey, isPardoned: boolean): void {
    const own = this.#cores.get(core)
    if (own === undefined) return
    own.isPardoned = isPardoned
    if (isPardoned && own.head.state === 'forked') this.#set(core, { state: 'unconfirmed' })
  }

  #isReplaced({ name }: OwnCore): boolean {
    return name !== this.#mainName && (name === mainCoreName || name.startsWith(`${mainCoreName}/`))
  }

  #owned(core: CoreKey): OwnCore {
    const own = this.#cores.get(core)
    if (own === undefined) throw new NotOwnCoreError(core)
    return own
  }

  #set(core: CoreKey, head: OwnHead): void {
    const own = this.#cores.get(core)
    if (own === undefined) return
    own.head = head
    this.onChange()
  }

  async #adopt(core: CoreKey, name: string): Promise<void> {
    const derived = await this.#keyPairOf(name)
    await this.home.pool.use(core, (session) => {
      const publicKey = session.manifest?.signers[0]?.publicKey
      const userData = session.manifest?.userData ?? undefined
      const keyPair = session.keyPair ?? derived
      if (publicKey === undefined || !b4a.equals(publicKey, keyPair.publicKey)) return Promise.resolve()
      const signer = userData === undefined ? { publicKey } : { publicKey, userData }
      this.#cores.set(core, { name, signer, keyPair, head: this.#headAtStart(core, session), isPardoned: false })
      return Promise.resolve()
    })
  }

  #keyPairOf(name: string): Promise<CoreKeyPair> {
    return this.home.keyPairOf(`hypergit/own/${this.log}/${name}`)
  }

  /** Copies and restored backups look like an ordinary start, so peers are asked after each; what shows here needs no peer. */
  #headAtStart(core: CoreKey, session: Hypercore): OwnHead {
    if (session.fork > 0) return { state: 'forked', at: session.length }
    const lost = this.heads.lengthLost(core)
    return lost === undefined
      ? { state: 'unconfirmed' }
      : { state: 'behind', length: session.contiguousLength, announced: lost }
  }
}
