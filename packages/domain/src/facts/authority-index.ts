import type { CoreBan, CorePardon, GitPolicy, Mute, RoleSet, ThreadLock, ThreadUnlock, Unmute } from '../action.js'
import type { CoreKey, OpId } from '../ids.js'
import { firstPlace } from '../graph/first-place.js'
import type { AuthorityAction, AuthorityOp } from './authority-op.js'

const none: readonly never[] = []

const addTo = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** Every authority op of the log, by what it is about. They are few; all of them stay in memory. */
export class AuthorityIndex {
  readonly #byId = new Map<OpId, AuthorityOp>()
  readonly #roleSets = new Map<CoreKey, AuthorityOp<RoleSet>[]>()
  readonly #mutes = new Map<CoreKey, AuthorityOp<Mute>[]>()
  readonly #unmutes = new Map<CoreKey, AuthorityOp<Unmute>[]>()
  readonly #bans = new Map<CoreKey, AuthorityOp<CoreBan>[]>()
  readonly #pardons = new Map<CoreKey, AuthorityOp<CorePardon>[]>()
  readonly #branched = new Set<CoreKey>()
  readonly #locks = new Map<OpId, AuthorityOp<ThreadLock>[]>()
  readonly #unlocks = new Map<OpId, AuthorityOp<ThreadUnlock>[]>()
  readonly #policies: AuthorityOp<GitPolicy>[] = []
  /** Mutes that end, in the order in which they do. */
  readonly #ending: { readonly until: number; readonly target: CoreKey }[] = []

  add(op: AuthorityOp): void {
    this.#byId.set(op.known.id, op)
    this.#file(op, op.action)
  }

  get(id: OpId): AuthorityOp | undefined {
    return this.#byId.get(id)
  }
  all(): IterableIterator<AuthorityOp> {
    return this.#byId.values()
  }
  roleSets(target: CoreKey): readonly AuthorityOp<RoleSet>[] {
    return this.#roleSets.get(target) ?? none
  }
  roleTargets(): IterableIterator<CoreKey> {
    return this.#roleSets.keys()
  }
  mutes(target: CoreKey): readonly AuthorityOp<Mute>[] {
    return this.#mutes.get(target) ?? none
  }
  /** Whose mutes end after the first time and not after the second, ms of at*. */
  mutesEnding(afterMs: number, untilMs: number): ReadonlySet<CoreKey> {
    const from = this.#endingAfter(afterMs)
    return new Set(this.#ending.slice(from, this.#endingAfter(untilMs)).map(({ target }) => target))
  }
  unmutes(target: CoreKey): readonly AuthorityOp<Unmute>[] {
    return this.#unmutes.get(target) ?? none
  }
  bans(core: CoreKey): readonly AuthorityOp<CoreBan>[] {
    return this.#bans.get(core) ?? none
  }
  pardons(core: CoreKey): readonly AuthorityOp<CorePardon>[] {
    return this.#pardons.get(core) ?? none
  }
  /** Cores of which a pardon lets a branch count, if it is one that counts itself. */
  branchedTargets(): ReadonlySet<CoreKey> {
    return this.#branched
  }
  locks(thread: OpId): readonly AuthorityOp<ThreadLock>[] {
    return this.#locks.get(thread) ?? none
  }
  unlocks(thread: OpId): readonly AuthorityOp<ThreadUnlock>[] {
    return this.#unlocks.get(thread) ?? none
  }
  policies(): readonly AuthorityOp<GitPolicy>[] {
    return this.#policies
  }

  #fileEnd({ target, until }: Mute): void {
    if (until !== undefined) this.#ending.splice(this.#endingAfter(until), 0, { until, target })
  }

  #endingAfter(ms: number): number {
    return firstPlace(this.#ending, ({ until }) => until > ms)
  }

  #file(op: AuthorityOp, action: AuthorityAction): void {
    switch (action.type) {
      case 'role.set':
        return addTo(this.#roleSets, action.target, op as AuthorityOp<RoleSet>)
      case 'mute':
        this.#fileEnd(action)
        return addTo(this.#mutes, action.target, op as AuthorityOp<Mute>)
      case 'unmute':
        return addTo(this.#unmutes, action.target, op as AuthorityOp<Unmute>)
      case 'core.ban':
        return addTo(this.#bans, action.core, op as AuthorityOp<CoreBan>)
      case 'core.pardon':
        if (action.head !== undefined) this.#branched.add(action.core)
        return addTo(this.#pardons, action.core, op as AuthorityOp<CorePardon>)
      case 'thread.lock':
        return addTo(this.#locks, action.thread, op as AuthorityOp<ThreadLock>)
      case 'thread.unlock':
        return addTo(this.#unlocks, action.thread, op as AuthorityOp<ThreadUnlock>)
      case 'git.policy':
        this.#policies.push(op as AuthorityOp<GitPolicy>)
        return undefined
      default: {
        const unknown: never = action
        return unknown
      }
    }
  }
}
