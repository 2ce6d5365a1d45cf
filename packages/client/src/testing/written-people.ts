import {
  type Action,
  type CoreKey,
  encodeUnchecked,
  foundingAction,
  type LogId,
  type LogKind,
  noOp,
  type OpId,
  type ParentRef,
  type UserId,
} from '@hypergit/domain'
import { type Log, type LogStorage, openLogStorage, openSwarm, type Swarm } from '@hypergit/log'
import { blockRules } from '../rules/block-rules.js'
import { scenarioCoreKeyPair, scenarioIdentities } from '../rules/scenario-identities.js'

const seed = 0
const identities = scenarioIdentities(seed)
const noParents: readonly ParentRef[] = []
const genesisPlace = 'hypergit/founder/'

/** The identity of a name: its key is that of the scenario's core of the same name, so that it can sign a founding core. */
const identityName = (name: string): string => `core ${name}`

/** A log in which cores of any name write whatever they are told. */
export class WrittenLog {
  readonly #heads = new Map<CoreKey, { length: number; id: OpId }>()

  constructor(
    readonly log: Log,
    readonly kind: LogKind,
    private readonly idOf: (core: CoreKey, seq: number, bytes: Uint8Array) => OpId,
  ) {}

  get id(): LogId {
    return this.log.id
  }

  /** The newest op of the core. */
  head(core: CoreKey): ParentRef {
    const head = this.#heads.get(core)
    if (head === undefined) throw new RangeError(`${core} has written nothing here`)
    return { core, seq: head.length - 1, id: head.id }
  }

  /** Appends the actions to the core in order; the first of them cites `parents`. Answers with the last op. */
  async append(
    core: CoreKey,
    actions: readonly Action[],
    { parents = noParents, at = Date.now() }: { readonly parents?: readonly ParentRef[]; readonly at?: number } = {},
  ): Promise<ParentRef> {
    const known = this.#heads.get(core)
    let [length, prev] = [known?.length ?? 0, known?.id ?? noOp]
    const blocks: Uint8Array[] = []
    for (const [index, action] of actions.entries()) {
      const cited = index === 0 ? parents : noParents
      const bytes = encodeUnchecked({ log: this.id, prev, parents: cited, at, action })
      blocks.push(bytes)
      prev = this.idOf(core, length, bytes)
      length += 1
    }
    await this.log.append(core, blocks)
    this.#heads.set(core, { length, id: prev })
    return this.head(core)
  }

  /** A core of that name, which joins by citing the op. */
  async join(name: string, cited: ParentRef): Promise<CoreKey> {
    const core = await this.log.ownCore(name)
    await this.append(core, [{ type: 'join' }], { parents: [cited] })
    return core
  }

  /** Takes over what a core of another process, or of this one before, has written. */
  follow(core: CoreKey): void {
    const state = this.log.core(core)
    if (state !== undefined && state.length > 0) this.#heads.set(core, { length: state.length, id: state.id })
  }
}

/** A user, whose log is written here, with the identity key at hand. */
export interface WrittenUser {
  readonly user: UserId
  readonly founder: CoreKey
  readonly written: WrittenLog
  claim(repository: LogId, core: CoreKey): Extract<Action, { type: 'identity.claim' }>
}

/**
 * Any number of people on one machine who write what they are told, checked by nobody: what hostile people do, and what thousands do. Keys follow
 * from names.
 */
export class WrittenPeople {
  readonly #kinds = new Map<LogId, LogKind>()
  readonly #rules = blockRules((log) => this.#kinds.get(log) ?? 'repository')
  #storage: LogStorage | undefined
  #swarm: Swarm | undefined
  /** Whose key the next founding core has. */
  #founding = ''

  private constructor(private readonly dir: string) {}

  static async open(dir: string, bootstrap?: string): Promise<WrittenPeople> {
    const people = new WrittenPeople(dir)
    people.#storage = await openLogStorage({
      dir: people.dir,
      rules: people.#rules,
      keyPairOf: (name) => scenarioCoreKeyPair(name.startsWith(genesisPlace) ? people.#founding : name, seed),
    })
    if (bootstrap !== undefined) people.#swarm = await openSwarm(people.storage, { bootstrap })
    return people
  }

  get storage(): LogStorage {
    if (this.#storage === undefined) throw new Error('these people are not there yet, or not any more')
    return this.#storage
  }

  async user(name: string): Promise<WrittenUser> {
    this.#founding = name
    const { publicKey } = scenarioCoreKeyPair(name, seed)
    const user = identities.user(identityName(name))
    this.#kinds.set(user, 'user')
    const log = await this.storage.createLog({ userData: publicKey })
    const [founder] = log.ownCores()
    if (log.id !== user || founder === undefined) throw new Error(`the log of ${name} has another id than its claims`)
    const written = this.#written(log, 'user')
    await written.append(founder, [{ type: foundingAction.user, name }])
    const claim: WrittenUser['claim'] = (repository, core) => ({
      type: 'identity.claim',
      user,
      proof: identities.claimProof(identityName(name), repository, core, false),
    })
    return { user, founder, written, claim }
  }

  /** Nobody can have the user's log from here any more. */
  async hide({ user }: WrittenUser): Promise<void> {
    await this.storage.closeLog(user)
  }

  /** The user again, after their log was hidden. */
  async show(user: WrittenUser): Promise<WrittenUser> {
    const written = this.#written(await this.storage.openLog(user.user), 'user')
    written.follow(user.founder)
    return { ...user, written }
  }

  /** A repository of somebody else, once its first op is here. */
  async repository(id: LogId): Promise<WrittenLog> {
    const log = await this.storage.openLog(id)
    return this.#written(log, 'repository')
  }

  /** Announces the log; resolves when its peers were looked for. */
  async serve({ log }: WrittenLog): Promise<void> {
    await this.#swarm?.join(log)
  }

  async close(): Promise<void> {
    await this.#swarm?.close()
    await this.#storage?.close()
  }

  #written(log: Log, kind: LogKind): WrittenLog {
    return new WrittenLog(log, kind, (core, seq, bytes) => this.#rules.facts(log.id, { core, seq, bytes }).id)
  }
}
