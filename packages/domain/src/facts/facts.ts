import type { Role } from '../action.js'
import type { CoreState } from '../graph/core-state.js'
import { type KnownOp, areConcurrent, compareHeights, covers } from '../graph/known-op.js'
import type { OpSet } from '../graph/op-set.js'
import type { CoreKey, OpId } from '../ids.js'
import type { AuthorityIndex } from './authority-index.js'
import { type AuthorityOp, isAtLeast, isOfRoles } from './authority-op.js'
import { standingBan } from './bans.js'
import { type ForkProof, Forks } from './forks.js'
import { standingMute } from './mutes.js'
import type { Descent } from './descent.js'
import type { DeviceIndex } from './device-index.js'
import { Devices } from './devices.js'
import type { IdentityIndex } from './identity-index.js'
import { People } from './people.js'
import { standingRole } from './roles.js'
import { type AuthorityStanding, standingOf } from './authority-standing.js'

/** What facts are computed from besides the set of ops itself. */
export interface FactSources {
  readonly founder: CoreKey
  readonly index: AuthorityIndex
  readonly identities: IdentityIndex
  readonly devices: DeviceIndex
  /** Over all sets. */
  readonly descent: Descent
  core(key: CoreKey): CoreState | undefined
  /** An op that is in memory, as the ops are that facts rest on and name. */
  known(id: OpId): KnownOp | undefined
  /** In the order of their seqs. */
  forkProofs(core: CoreKey): readonly ForkProof[]
  /** The facts of the op's past. */
  pastOf(known: KnownOp): Facts
}

/** Why an authority op does not count: an op that outranks or rules it out, if it is a single one. */
interface Effect {
  readonly effective: boolean
  readonly because: KnownOp | undefined
}
const counts: Effect = { effective: true, because: undefined }
const fails = (because: KnownOp | undefined): Effect => ({ effective: false, because })

const longList = 8

/**
 * The facts of section 6 over one set S of ops, each computed when first asked for and kept. Whether an authority op is effective is decided by
 * recursion over its grants and its seniors; both have a smaller rank, so the recursion ends.
 */
export class Facts {
  readonly people: People
  readonly forks: Forks
  /** Of a user log. */
  readonly devices: Devices
  readonly #effects = new Map<AuthorityOp, Effect>()
  /** By lists of the index, which only grow, and by nothing that is in S. */
  readonly #effective = new WeakMap<readonly AuthorityOp[], readonly AuthorityOp[]>()
  readonly #standings = new Map<AuthorityOp, AuthorityStanding>()
  #asIfNone: Facts | undefined

  constructor(
    readonly sources: FactSources,
    readonly set: OpSet,
    /** The ops of S on which facts rest and that no other such one of S has in its past; with them a past is recognised that adds nothing. */
    readonly heads: readonly KnownOp[] = [],
    isForkPardoned = true,
  ) {
    this.people = new People(this)
    this.devices = new Devices(this)
    this.forks = new Forks(this, isForkPardoned ? () => this.#asIfNoForkWerePardoned() : undefined)
  }

  get index(): AuthorityIndex {
    return this.sources.index
  }

  isFounder(core: CoreKey): boolean {
    return this.people.personOf(core) === this.people.personOf(this.sources.founder)
  }

  isSamePerson(a: CoreKey, b: CoreKey): boolean {
    return this.people.personOf(a) === this.people.personOf(b)
  }

  /** Those of the list that are in S and effective there. What a long list comes to is kept: strangers may make it long, and each op asks again. */
  effectiveOf<Op extends AuthorityOp>(list: readonly Op[]): readonly Op[] {
    if (list.length === 0) return list
    const kept = list.length < longList ? undefined : this.#effective.get(list)
    if (kept !== undefined) return kept as readonly Op[]
    const effective = list.filter((op) => this.set.has(op.known) && this.isEffective(op))
    if (list.length >= longList) this.#effective.set(list, effective)
    return effective
  }

  isEffective(op: AuthorityOp): boolean {
    return this.#effect(op).effective
  }

  /** Whether the op counts neither in S nor, where a pardon may let a branch count, in S as if no fork were pardoned: then nothing else rests on it. */
  isVoidThroughout(op: AuthorityOp): boolean {
    if (this.isEffective(op)) return false
    return this.index.branchedTargets().size === 0 || !this.#asIfNoForkWerePardoned().isEffective(op)
  }

  /** To be called when an op that counts has been added to the list. */
  forget(list: readonly AuthorityOp[]): void {
    this.#effective.delete(list)
    this.#asIfNone?.forget(list)
  }

  /** The op because of which the authority op does not count, where there is a single one. */
  whyVoid(op: AuthorityOp): KnownOp | undefined {
    return this.#effect(op).because
  }

  /** Whether the op is ignored because its core forked at or below its seq in S. */
  isForked(known: KnownOp): boolean {
    return this.forks.isOut(known)
  }

  /** Which role an authority op needs and what gave it to its author, by the identities of S. */
  standingOf(op: AuthorityOp): AuthorityStanding {
    if (!this.people.isAnyoneLinked) return op
    const kept = this.#standings.get(op)
    if (kept !== undefined) return kept
    const standing = standingOf(op, this)
    this.#standings.set(op, standing)
    return standing
  }

  /** Role of a core's person. With `op`, only what does not have it in its past counts (section 6). */
  role(core: CoreKey, op?: KnownOp): Role {
    return standingRole(core, this, op).role
  }

  #effect(op: AuthorityOp): Effect {
    return (
      this.#effects.get(op) ??
      this.sources.descent.follow(() => {
        const effect = this.#judge(op)
        this.#effects.set(op, effect)
        return effect
      })
    )
  }

  #judge(op: AuthorityOp): Effect {
    const { known, action } = op
    const author = known.chain.core.key
    if (this.isForked(known)) return fails(undefined)
    const keeping = this.people.holding(known) ?? this.people.standingUnpair(known)
    if (keeping !== undefined) return fails(keeping.known)
    if (isOfRoles(action)) {
      if (op.bannedBefore !== undefined) return fails(op.bannedBefore)
    } else {
      const ban = standingBan(this, known)
      if (ban !== undefined) return fails(ban.known)
    }
    if (action.type === 'thread.lock' || action.type === 'thread.unlock') {
      const mute = standingMute(this, author, known)
      if (mute !== undefined) return fails(mute.known)
    }
    const { isEntitled, grants } = this.standingOf(op)
    if (!isEntitled) return fails(undefined)
    if (this.isFounder(author)) return counts
    const rank = this.#rank(op)
    if (rank === undefined) return fails(grants[0]?.known)
    const senior = this.#takers(op).find((taker) => this.isSenior(taker, rank) && this.isEffective(taker))
    return senior === undefined ? counts : fails(senior.known)
  }

  /** The smallest grant of the op that is effective in S: the op's rank. Undefined ranks after all. The founder's person has no need of one. */
  #rank(op: AuthorityOp): KnownOp | undefined {
    return this.standingOf(op).grants.find((grant) => this.set.has(grant.known) && this.isEffective(grant))?.known
  }

  /** Concurrent ops of S that take the needed role from the op's author, or ban its core. */
  #takers(op: AuthorityOp): AuthorityOp[] {
    const { known } = op
    const { needed } = this.standingOf(op)
    const author = known.chain.core.key
    const demotions = this.people
      .coresOf(author)
      .flatMap((core) => this.index.roleSets(core))
      .filter(({ action }) => !isAtLeast(action.role, needed))
    return [...demotions, ...this.index.bans(author)].filter(
      (taker) => this.set.has(taker.known) && areConcurrent(taker.known, known),
    )
  }

  /**
   * Whether the op ranks before `rank`. Only grants below the rank are looked at: asking about a higher one could lead back to where the question
   * came from, and its answer would not matter.
   */
  isSenior(op: AuthorityOp, rank: KnownOp): boolean {
    if (this.isFounder(op.known.chain.core.key)) return true
    return this.standingOf(op).grants.some(
      (grant) => compareHeights(grant.known, rank) < 0 && this.set.has(grant.known) && this.isEffective(grant),
    )
  }

  /**
   * Whether `ban`, effective in S, is a concurrent ban of the op's core by a senior, which even ops about roles fall to (section 4, step 4).
   * What rests on no grant ranks after all others, so any effective ban is a senior's then.
   */
  fallsToSenior(op: AuthorityOp, ban: AuthorityOp): boolean {
    if (this.isFounder(op.known.chain.core.key) || !areConcurrent(ban.known, op.known)) return false
    const rank = this.#rank(op)
    return rank === undefined || this.isSenior(ban, rank)
  }

  #asIfNoForkWerePardoned(): Facts {
    this.#asIfNone ??= new Facts(this.sources, this.set, this.heads, false)
    return this.#asIfNone
  }

  /** The ops of S that the frontier-like heads of another past add to this one. */
  includes(heads: readonly KnownOp[]): boolean {
    return heads.every((head) => this.set.has(head))
  }
}

/** Those among the ops that no other one of them has in its past. */
export const maximal = <Op extends { readonly known: KnownOp }>(ops: readonly Op[]): Op[] =>
  ops.length < 2
    ? [...ops]
    : ops.filter((op) => !ops.some((other) => other !== op && covers(other.known.frontier, op.known)))

/** Those whose past does not hold `op`: what came after an op never decides about it. */
export const notAfter = <Op extends { readonly known: KnownOp }>(
  ops: readonly Op[],
  op: KnownOp | undefined,
): readonly Op[] => (op === undefined ? ops : ops.filter(({ known }) => known === op || !covers(known.frontier, op)))
