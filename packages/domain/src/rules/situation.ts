import type { Capability, Role } from '../action.js'
import type { AuthorityOp } from '../facts/authority-op.js'
import { capabilitiesOf } from '../facts/capabilities.js'
import type { Facts } from '../facts/facts.js'
import { standingRole } from '../facts/roles.js'
import type { KnownOp } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import type { Relations } from './needed-role.js'

/** Another person's close that keeps the thread's author from reopening it. */
export type ForeignClose = (op: KnownOp) => KnownOp | undefined

/**
 * One op before the rules, in its cited or in the present state. Only `role.set`s, policies, mutes and locks that do not have the op in their past
 * are looked at (section 6).
 */
export class Situation implements Relations {
  readonly author: CoreKey
  #role: Role | undefined

  constructor(
    readonly op: KnownOp,
    readonly facts: Facts,
    readonly foreignClose: ForeignClose,
  ) {
    this.author = op.chain.core.key
  }

  get role(): Role {
    this.#role ??= this.facts.role(this.author, this.op)
    return this.#role
  }
  get isAdmin(): boolean {
    return this.role === 'admin'
  }
  get isNormal(): boolean {
    return this.role === 'normal'
  }

  /** The `role.set`s that the author's role rests on. */
  get roleRestsOn(): readonly AuthorityOp[] {
    return standingRole(this.author, this.facts, this.op).by
  }

  /** *self* of section 5: the target is the author's own person's, and not imported unless by an op of the same source. */
  get isSelf(): boolean {
    const { target } = this.op
    return target !== undefined && target.reached && this.facts.isSamePerson(target.core, this.author)
  }

  isOther(core: CoreKey): boolean {
    return !this.facts.isSamePerson(core, this.author)
  }
  isFounders(core: CoreKey): boolean {
    return this.facts.isFounder(core)
  }
  roleOf(core: CoreKey): Role {
    return this.facts.role(core, this.op)
  }
  /** Whether the author is the first-linked core of the user that the core has claimed. */
  isFirstLinkedFor(core: CoreKey): boolean {
    const user = this.facts.people.claimOf(core)?.action.user
    return user !== undefined && this.facts.people.firstLinked(user) === this.author
  }
  can(capability: Capability): boolean {
    return capabilitiesOf(this.facts, this.author, this.role, this.op).includes(capability)
  }
  get hasForeignClose(): boolean {
    return this.foreignClose(this.op) !== undefined
  }
}
