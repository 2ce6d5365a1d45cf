import type { Role } from '../action.js'
import type { CoreState } from '../graph/core-state.js'
import { type KnownOp, areConcurrent, compareHeights, covers } from '../graph/known-op.js'
import type { OpSet } from '../graph/op-set.js'
import type { CoreKey } from '../ids.js'
import type { AuthorityIndex } from './authority-index.js'
import { type AuthorityOp, isAtLeast, isOfRoles } from './authority-op.js'
import { standingBan } from './bans.js'
import { lowestForkSeq } from './forks.js'
import { standingMute } from './mutes.js'
import { everyCoreItself, type People } from './people.js'
import { standingRole } from './roles.js'

/** What facts are computed from besides the set of ops itself. */
export interface FactSources {
  readonly founder: CoreKey
  readonly index: AuthorityIndex
  core(key: CoreKey): CoreState | undefined
}

/** Why an authority op does not count: an op that outranks or rules it out, if it is a single one. */
interface Effect {
  readonly effective: boolean
  readonly because: KnownOp | undefined
}
const counts: Effect = { effective: true, because: undefined }
const fails = (because: KnownOp | undefined): Effect => ({ effective: false, because })

/** How deep grants and seniors are followed in one go; a hostile admin makes them as many as they like. */
const depthMax = 200

/** Says which op has to be judged first, where following grants and seniors went too deep. Never leaves this file. */
class TooDeep extends Error {
  readonly code = 'FACTS_TOO_DEEP'
  constructor(readonly op: AuthorityOp) {
    super('grants and seniors are judged in several goes')
  }
}

/**
 * The facts of section 6 over one set S of ops, each computed when first asked for and kept. Whether an authority op is effective is decided by
 * recursion over its grants and its seniors; both have a smaller rank, so the recursion ends.
 */
export class Facts {
  readonly people: People = everyCoreItself
  readonly #effects = new Map<AuthorityOp, Effect>()
  #depth = 0

  constructor(
    readonly sources: FactSources,
    readonly set: OpSet,
    /** The authority ops of S that no other one of S has in its past; with them a past is recognised that adds nothing. */
    readonly heads: readonly KnownOp[] = [],
  ) {}

  get index(): AuthorityIndex {
    return this.sources.index
  }

  isFounder(core: CoreKey): boolean {
    return this.people.personOf(core) === this.people.personOf(this.sources.founder)
  }

  isSamePerson(a: CoreKey, b: CoreKey): boolean {
    return this.people.personOf(a) === this.people.personOf(b)
  }

  /** Those of the list that are in S and effective there. */
  effectiveOf<Op extends AuthorityOp>(list: readonly Op[]): Op[] {
    return list.filter((op) => this.set.has(op.known) && this.isEffective(op))
  }

  isEffective(op: AuthorityOp): boolean {
    return this.#effect(op).effective
  }

  /** The op because of which the authority op does not count, where there is a single one. */
  whyVoid(op: AuthorityOp): KnownOp | undefined {
    return this.#effect(op).because
  }

  /** Whether the op's core forked at or below its seq in S; its ops from there on are ignored. */
  isForked({ chain, seq }: KnownOp): boolean {
    const forkSeq = lowestForkSeq(chain.core, this.set)
    return forkSeq !== undefined && forkSeq <= seq
  }

  /** Role of a core's person. With `op`, only what does not have it in its past counts (section 6). */
  role(core: CoreKey, op?: KnownOp): Role {
    return standingRole(this, this.people.personOf(core), op).role
  }

  #effect(op: AuthorityOp): Effect {
    const kept = this.#effects.get(op)
    if (kept !== undefined) return kept
    return this.#depth > 0 ? this.#effectBelow(op) : this.#effectInGoes(op)
  }

  #effectBelow(op: AuthorityOp): Effect {
    if (this.#depth >= depthMax) throw new TooDeep(op)
    this.#depth += 1
    try {
      const effect = this.#judge(op)
      this.#effects.set(op, effect)
      return effect
    } finally {
      this.#depth -= 1
    }
  }

  /** What lay too deep is judged and kept first; then the op above it gets further. */
  #effectInGoes(op: AuthorityOp): Effect {
    const goes = [op]
    for (;;) {
      try {
        const effect = this.#effectBelow(goes.at(-1) ?? op)
        goes.pop()
        if (goes.length === 0) return effect
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error
        goes.push(error.op)
      }
    }
  }

  #judge(op: AuthorityOp): Effect {
    const { known, action } = op
    const author = known.chain.core.key
    if (this.isForked(known)) return fails(undefined)
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
    if (this.isFounder(author)) return counts
    const rank = this.#rank(op)
    if (rank === undefined) return fails(op.grants[0]?.known)
    const senior = this.#takers(op).find((taker) => this.isSenior(taker, rank) && this.isEffective(taker))
    return senior === undefined ? counts : fails(senior.known)
  }

  /** The smallest grant of the op that is effective in S: the op's rank. Undefined ranks after all. The founder's person has no need of one. */
  #rank(op: AuthorityOp): KnownOp | undefined {
    return op.grants.find((grant) => this.set.has(grant.known) && this.isEffective(grant))?.known
  }

  /** Concurrent ops of S that take the needed role from the op's author, or ban its core. */
  #takers({ known, needed }: AuthorityOp): AuthorityOp[] {
    const author = known.chain.core.key
    const demotions = this.people
      .coresOf(this.people.personOf(author))
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
    return op.grants.some(
      (grant) => compareHeights(grant.known, rank) < 0 && this.set.has(grant.known) && this.isEffective(grant),
    )
  }

  /** Whether `ban` is a concurrent ban of the op's core by a senior, which even ops about roles fall to (section 4, step 4). */
  fallsToSenior(op: AuthorityOp, ban: AuthorityOp): boolean {
    if (this.isFounder(op.known.chain.core.key)) return false
    const rank = this.#rank(op)
    return rank !== undefined && areConcurrent(ban.known, op.known) && this.isSenior(ban, rank)
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
