import type { Role } from '../../action.js'
import type { ModelLog } from './model-log.js'
import {
  type ActionOf,
  areConcurrent,
  byHeight,
  isA,
  isBefore,
  maximal,
  type ModelOp,
  type ModelSet,
  ofType,
  type Typed,
} from './model-op.js'
import { ModelDevices } from './model-devices.js'
import { isOut } from './model-forks.js'
import { ModelPeople } from './model-people.js'

export type AuthorityType =
  | 'role.set'
  | 'core.ban'
  | 'core.pardon'
  | 'mute'
  | 'unmute'
  | 'thread.lock'
  | 'thread.unlock'
  | 'git.policy'
export type Authority = ModelOp & { readonly action: ActionOf<AuthorityType> }
export const authorityTypes = [
  'role.set',
  'core.ban',
  'core.pardon',
  'mute',
  'unmute',
  'thread.lock',
  'thread.unlock',
  'git.policy',
] as const

const level: Readonly<Record<Role, number>> = { normal: 0, collaborator: 1, admin: 2 }
export const atLeast = (role: Role, needed: Role): boolean => level[role] >= level[needed]

const isOfRoles = (op: ModelOp): boolean => isA(op, 'role.set', 'core.ban', 'core.pardon')

/** Section 6 over one set S, each sentence a function. */
export class ModelFacts {
  readonly people: ModelPeople
  readonly devices: ModelDevices
  #asIfNone: ModelFacts | undefined
  readonly #effective = new Map<ModelOp, boolean>()
  readonly #out = new Map<ModelOp, boolean>()

  constructor(
    readonly log: ModelLog,
    readonly set: ModelSet,
    private readonly pardonsForks = true,
  ) {
    this.people = new ModelPeople(this)
    this.devices = new ModelDevices(this)
  }

  get asIfNoForkWerePardoned(): ModelFacts | undefined {
    if (this.pardonsForks) this.#asIfNone ??= new ModelFacts(this.log, this.set, false)
    return this.#asIfNone
  }

  /** In S, no violation, nothing after one, and not ruled out by a fork. */
  isOfGoodRecord(op: ModelOp): boolean {
    return this.set.has(op) && this.log.settled(op) === undefined && !this.isOut(op)
  }

  isOut(op: ModelOp): boolean {
    const known = this.#out.get(op)
    if (known !== undefined) return known
    const out = isOut(op, this)
    this.#out.set(op, out)
    return out
  }

  isSame(a: string, b: string): boolean {
    return this.people.personOf(a) === this.people.personOf(b)
  }

  isFounder(core: string): boolean {
    return this.isSame(core, this.log.founder)
  }

  isEffective(op: ModelOp): boolean {
    if (!isA(op, ...authorityTypes) || !this.set.has(op)) return false
    const known = this.#effective.get(op)
    if (known !== undefined) return known
    const effective = this.#judge(op)
    this.#effective.set(op, effective)
    return effective
  }

  #judge(x: Authority): boolean {
    if (!this.isOfGoodRecord(x) || this.people.isHeld(x) || this.people.unpairing(x) !== undefined) return false
    const past = this.log.pastFacts(x)
    if (isOfRoles(x)) {
      if (past.standingBan(x) !== undefined) return false
    } else if (this.standingBan(x) !== undefined) return false
    if (isA(x, 'thread.lock', 'thread.unlock') && this.standingMute(x) !== undefined) return false
    const needed = this.needed(x)
    if (needed === undefined || !atLeast(past.role(x.core, undefined, this), needed)) return false
    if (this.isFounder(x.core)) return true
    const rank = this.rank(x)
    if (rank === undefined) return false
    return !this.takers(x, needed).some((y) => this.isSenior(y, rank) && this.isEffective(y))
  }

  /** (b): the least role for it, as its target's role was in its past; undefined if none is enough. */
  needed(x: Authority): Role | undefined {
    const past = this.log.pastFacts(x)
    const over = (target: string): Role =>
      !this.isSame(target, x.core) && past.role(target, undefined, this) !== 'admin' ? 'collaborator' : 'admin'
    const { action } = x
    const least = ((): Role | undefined => {
      switch (action.type) {
        case 'role.set':
          return this.isSame(action.target, x.core) ? undefined : 'admin'
        case 'core.ban':
          return this.isFounder(action.core) ? undefined : over(action.core)
        case 'mute':
        case 'unmute':
          return over(action.target)
        case 'thread.lock':
        case 'thread.unlock':
          return 'collaborator'
        default:
          return 'admin'
      }
    })()
    return action.origin === undefined || least === undefined ? least : 'admin'
  }

  grants(x: Authority): Typed<'role.set'>[] {
    const past = this.log.pastFacts(x)
    const needed = this.needed(x)
    // No role is enough, so none was given.
    if (needed === undefined) return []
    const sets = ofType(past.set, 'role.set').filter(
      (set) => past.isEffective(set) && this.isSame(set.action.target, x.core),
    )
    const took = sets.filter(({ action }) => !atLeast(action.role, needed))
    return sets.filter((set) => atLeast(set.action.role, needed) && !took.some((other) => isBefore(set, other)))
  }

  rank(x: Authority): ModelOp | undefined {
    return this.grants(x)
      .sort(byHeight)
      .find((grant) => this.isEffective(grant))
  }

  /** Only grants below the rank can make it senior, so only those are asked about. */
  isSenior(y: Authority, rank: ModelOp): boolean {
    if (this.isFounder(y.core)) return true
    return this.grants(y).some((grant) => byHeight(grant, rank) < 0 && this.isEffective(grant))
  }

  takers(x: Authority, needed: Role): Authority[] {
    return ofType(this.set, 'role.set', 'core.ban').filter(
      (y) =>
        areConcurrent(x, y) &&
        (y.action.type === 'role.set'
          ? this.isSame(y.action.target, x.core) && !atLeast(y.action.role, needed)
          : y.action.core === x.core),
    )
  }

  /** Effective ops of the type that do not have `op` in their past. */
  effective<Type extends AuthorityType>(type: Type, op: ModelOp | undefined): Typed<Type>[] {
    return ofType(this.set, type).filter(
      (one) => (op === undefined || one === op || !isBefore(op, one)) && this.isEffective(one),
    )
  }

  role(core: string, op: ModelOp | undefined, persons: ModelFacts = this): Role {
    const granted = this.#granted(core, op, persons)
    if (granted === 'admin' || !persons.isFounder(core)) return granted
    const isAnyAdmin = ofType(this.set, 'role.set').some(
      ({ action }) => this.#granted(action.target, op, persons) === 'admin',
    )
    return isAnyAdmin ? granted : 'admin'
  }

  #granted(core: string, op: ModelOp | undefined, persons: ModelFacts): Role {
    const sets = maximal(this.effective('role.set', op).filter(({ action }) => persons.isSame(action.target, core)))
    const lowest = sets.map(({ action }) => action.role).sort((a, b) => level[a] - level[b])[0]
    return lowest ?? (persons.isFounder(core) ? 'admin' : 'normal')
  }

  isPardoned(core: string, lifted: ModelOp, op: ModelOp): boolean {
    return ofType(this.set, 'core.pardon').some(
      (pardon) =>
        pardon.action.core === core && isBefore(pardon, op) && isBefore(lifted, pardon) && this.isEffective(pardon),
    )
  }

  standingBan(op: ModelOp): ModelOp | undefined {
    return this.effective('core.ban', op)
      .filter(({ action }) => action.core === op.core)
      .find((ban) => !this.isPardoned(op.core, ban, op))
  }

  standingMute(op: ModelOp): ModelOp | undefined {
    const unmutes = ofType(this.set, 'unmute').filter(
      (unmute) => isBefore(unmute, op) && this.isSame(unmute.action.target, op.core) && this.isEffective(unmute),
    )
    return this.effective('mute', op)
      .filter(({ action }) => this.isSame(action.target, op.core))
      .filter(({ action }) => action.until === undefined || action.until > op.at)
      .find((mute) => !unmutes.some((unmute) => isBefore(mute, unmute)))
  }

  standingLock(thread: string, op: ModelOp): ModelOp | undefined {
    const unlocks = ofType(this.set, 'thread.unlock').filter(
      (unlock) => isBefore(unlock, op) && unlock.action.thread === thread && this.isEffective(unlock),
    )
    return this.effective('thread.lock', op)
      .filter(({ action }) => action.thread === thread)
      .find((lock) => !unlocks.some((unlock) => isBefore(lock, unlock)))
  }

  canMerge(op: ModelOp): boolean {
    const role = this.role(op.core, op)
    const policies = this.effective('git.policy', op)
    const own = policies.filter(({ action }) => action.target !== undefined && this.isSame(action.target, op.core))
    const standing = maximal(own.length > 0 ? own : policies.filter(({ action }) => action.role === role))
    if (standing.length === 0) return role !== 'normal'
    return standing.every(({ action }) => action.capabilities.includes('merge'))
  }
}
