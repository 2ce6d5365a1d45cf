import type { CoreKey, UserId } from '../ids.js'
import type { Persons } from './persons.js'
import { compareHeights, covers, isInPast, type KnownOp } from '../graph/known-op.js'
import type { Facts } from './facts.js'
import { type ClaimOp, isAlwaysFree, type PairOp, type UnpairOp } from './identity-op.js'

/** The cores of one user in one set of ops. */
interface User {
  /** Undefined while no claim counts. */
  readonly firstLinked: CoreKey | undefined
  /** The first-linked core first, then by their claims' (height, id). */
  readonly confirmed: readonly CoreKey[]
  readonly isConfirmed: ReadonlySet<CoreKey>
}

const nobody: User = { firstLinked: undefined, confirmed: [], isConfirmed: new Set() }

const byHeight = (a: { readonly known: KnownOp }, b: { readonly known: KnownOp }): number =>
  compareHeights(a.known, b.known)

const smallestId = (claims: readonly ClaimOp[]): ClaimOp | undefined =>
  claims.reduce<ClaimOp | undefined>(
    (smallest, claim) => (smallest === undefined || claim.known.id < smallest.known.id ? claim : smallest),
    undefined,
  )

/**
 * Whose core is whose in one set of ops (section 7), from nothing but the ops about identities and each core's own record: neither roles nor bans
 * enter it, since they rest on it. Computed for a user when first asked about.
 */
export class People implements Persons {
  readonly #claims = new Map<CoreKey, ClaimOp | undefined>()
  readonly #users = new Map<UserId, User>()
  readonly #bonds = new Map<CoreKey, ReadonlySet<CoreKey>>()
  readonly #unpairs = new Map<CoreKey, readonly UnpairOp[]>()
  #isAnyoneLinked: boolean | undefined

  constructor(private readonly facts: Facts) {}

  personOf(core: CoreKey): CoreKey {
    const user = this.#userOf(core)
    return user?.firstLinked !== undefined && user.isConfirmed.has(core) ? user.firstLinked : core
  }

  coresOf(core: CoreKey): readonly CoreKey[] {
    const user = this.#userOf(core)
    return user?.isConfirmed.has(core) === true ? user.confirmed : [core]
  }

  /** Whether no other core is the same person's. */
  isAlone(core: CoreKey): boolean {
    return this.coresOf(core).length === 1
  }

  /** Whether anybody has two cores. */
  get isAnyoneLinked(): boolean {
    this.#isAnyoneLinked ??= [...this.facts.sources.identities.sharedUsers()].some(
      (user) => this.#user(user).confirmed.length > 1,
    )
    return this.#isAnyoneLinked
  }

  /** The claim by which the core is somebody's. */
  claimOf(core: CoreKey): ClaimOp | undefined {
    const claims = this.facts.sources.identities.claimsOf(core)
    if (claims.length === 0) return undefined
    if (!this.#claims.has(core)) this.#claims.set(core, this.#counting(claims).toSorted(byHeight)[0])
    return this.#claims.get(core)
  }

  firstLinked(user: UserId): CoreKey | undefined {
    return this.#user(user).firstLinked
  }

  /** The claim because of which the op is held: its core is not confirmed as one of the user's. */
  holding(op: KnownOp): ClaimOp | undefined {
    const claim = this.claimOf(op.chain.core.key)
    if (claim === undefined || claim.known === op || !covers(op.frontier, claim.known)) return undefined
    if (op.op !== undefined && isAlwaysFree(op.op.action)) return undefined
    return this.isHeld(op.chain.core.key) ? claim : undefined
  }

  /** Whether the core claimed a user and is not confirmed as theirs. */
  isHeld(core: CoreKey): boolean {
    const user = this.#userOf(core)
    return user !== undefined && !user.isConfirmed.has(core)
  }

  /** The unpairing that keeps the op's core from what it does: none that has the op in its past, nor one after which its past shows a new pair. */
  standingUnpair(op: KnownOp): UnpairOp | undefined {
    const core = op.chain.core.key
    if (op.op === undefined || isAlwaysFree(op.op.action)) return undefined
    const unpairs = this.#unpairsFor(core, op)
    if (unpairs.length === 0) return undefined
    const claim = this.claimOf(core)
    if (claim === undefined) return unpairs[0]
    const { confirmed } = this.#user(claim.action.user)
    const trusted = this.#trusted(
      confirmed,
      (one) => this.#unpairsFor(one, op),
      (pair) => isInPast(pair.known, op),
    )
    return unpairs.find((unpair) => !this.#isHealed(core, unpair, trusted, (pair) => isInPast(pair.known, op)))
  }

  /** The unpairings of the core that count. */
  unpairsOf(core: CoreKey): readonly UnpairOp[] {
    if (!this.facts.sources.identities.isGivenUp(core)) return []
    return this.#countingUnpairs(core, this.#userOf(core)?.firstLinked)
  }

  /** Whether the core was given up and has not paired again since. */
  isUnpaired(core: CoreKey): boolean {
    const unpairs = this.unpairsOf(core)
    if (unpairs.length === 0) return false
    const claim = this.claimOf(core)
    if (claim === undefined) return true
    const trusted = this.#trusted(this.#user(claim.action.user).confirmed, (one) => this.unpairsOf(one), anywhere)
    return !trusted.has(core)
  }

  #userOf(core: CoreKey): User | undefined {
    const claim = this.claimOf(core)
    return claim === undefined ? undefined : this.#user(claim.action.user)
  }

  #user(id: UserId): User {
    const known = this.#users.get(id)
    if (known !== undefined) return known
    const user = this.#compute(id)
    this.#users.set(id, user)
    return user
  }

  /** Those of the ops that are in the set and not ruled out by their core's own record. */
  #counting<Op extends { readonly known: KnownOp }>(ops: readonly Op[]): Op[] {
    return ops.filter((op) => this.#isCounting(op))
  }

  #isCounting({ known }: { readonly known: KnownOp }): boolean {
    return this.facts.set.has(known) && !this.facts.forks.isOut(known)
  }

  #compute(id: UserId): User {
    // Of a core that forked, another branch may have claimed another user.
    const claims = this.#counting(this.facts.sources.identities.claimsOfUser(id)).filter(
      (claim) => this.claimOf(claim.known.chain.core.key)?.action.user === id,
    )
    const first = this.#firstClaim(claims)
    if (first === undefined) return nobody
    const firstLinked = first.known.chain.core.key
    const order = claims.toSorted(byHeight).map(({ known }) => known.chain.core.key)
    const found = this.#closure(firstLinked, order)
    const confirmed = [firstLinked, ...new Set(order.filter((core) => core !== firstLinked && found.has(core)))]
    return { firstLinked, confirmed, isConfirmed: new Set(confirmed) }
  }

  #firstClaim(claims: readonly ClaimOp[]): ClaimOp | undefined {
    const founders = claims.find(({ known }) => known.chain.core.key === this.facts.sources.founder)
    if (founders !== undefined) return founders
    const counting = new Set(claims)
    const first: ClaimOp[] = []
    for (const claim of claims.toSorted(byHeight)) {
      // A user with thousands of cores must cost no square of them: nearly always one look is enough.
      const before = this.facts.sources.identities.lowestBefore(claim)
      if (before !== undefined && counting.has(before)) continue
      if (before === undefined || !first.some((earlier) => covers(claim.known.frontier, earlier.known)))
        first.push(claim)
    }
    const seen = this.#counting(first.flatMap(({ seenByFounder }) => seenByFounder.map((known) => ({ known }))))
    const [lowest] = seen.toSorted((a, b) => a.known.seq - b.known.seq)
    return smallestId(lowest === undefined ? first : first.filter(({ known }) => covers(lowest.known.frontier, known)))
  }

  /** The cores that are confirmed, from the first-linked one on; where that lifts an unpairing, more may follow. */
  #closure(firstLinked: CoreKey, cores: readonly CoreKey[]): ReadonlySet<CoreKey> {
    const unpairs = new Map(
      [...new Set(cores)].map((core) => [core, this.#countingUnpairs(core, firstLinked)] as const),
    )
    const healed = new Set<UnpairOp>()
    for (;;) {
      const open = (core: CoreKey): UnpairOp[] => (unpairs.get(core) ?? []).filter((unpair) => !healed.has(unpair))
      const confirmed = this.#reached(firstLinked, open)
      const trusted = new Set([...confirmed].filter((core) => open(core).length === 0))
      const before = healed.size
      for (const core of confirmed)
        for (const unpair of open(core)) if (this.#isHealed(core, unpair, trusted, anywhere)) healed.add(unpair)
      if (healed.size === before) return confirmed
    }
  }

  /** Those that bonds lead to. An unpaired core leads only to what was confirmed in the past of its unpairing. */
  #reached(firstLinked: CoreKey, open: (core: CoreKey) => readonly UnpairOp[]): ReadonlySet<CoreKey> {
    const reached = new Set([firstLinked])
    for (const core of reached) {
      const unpairs = open(core)
      for (const other of this.#bondsOf(core))
        if (unpairs.every((unpair) => this.#wasConfirmed(other, unpair))) reached.add(other)
    }
    return reached
  }

  #wasConfirmed(core: CoreKey, { known }: UnpairOp): boolean {
    const { people } = this.facts.sources.pastOf(known)
    return people.claimOf(core) !== undefined && !people.isHeld(core)
  }

  /** Of the confirmed cores, those whose unpairings are all lifted by bonds with one another. */
  #trusted(
    confirmed: readonly CoreKey[],
    unpairsOf: (core: CoreKey) => readonly UnpairOp[],
    counts: (pair: PairOp) => boolean,
  ): ReadonlySet<CoreKey> {
    const trusted = new Set(confirmed.filter((core) => unpairsOf(core).length === 0))
    for (let before = -1; before !== trusted.size;) {
      before = trusted.size
      for (const core of confirmed)
        if (!trusted.has(core) && unpairsOf(core).every((unpair) => this.#isHealed(core, unpair, trusted, counts)))
          trusted.add(core)
    }
    return trusted
  }

  /** Whether the core and one of the trusted have paired again after the unpairing. */
  #isHealed(
    core: CoreKey,
    unpair: UnpairOp,
    trusted: ReadonlySet<CoreKey>,
    counts: (pair: PairOp) => boolean,
  ): boolean {
    // Any pair after it will do, so all of them are looked at, not only the ones that first made the bond.
    const { identities } = this.facts.sources
    const after = (pair: PairOp): boolean => isInPast(unpair.known, pair.known) && counts(pair) && this.#isBonding(pair)
    const isPaired = (by: CoreKey, other: CoreKey): boolean =>
      identities.pairs(by, other).some((pair) => this.#isCounting(pair) && after(pair))
    return identities
      .pairedBy(core)
      .some((other) => other !== core && trusted.has(other) && isPaired(core, other) && isPaired(other, core))
  }

  /** The cores with which it has paired both ways, each way with both claims in its past. */
  #bondsOf(core: CoreKey): ReadonlySet<CoreKey> {
    const known = this.#bonds.get(core)
    if (known !== undefined) return known
    const { identities } = this.facts.sources
    const isPaired = (by: CoreKey, other: CoreKey): boolean =>
      identities.pairs(by, other).some((pair) => this.#isCounting(pair) && this.#isBonding(pair))
    const bonds = new Set(identities.pairedBy(core).filter((other) => isPaired(core, other) && isPaired(other, core)))
    this.#bonds.set(core, bonds)
    return bonds
  }

  /** Whether the pair is between two cores of one user and has both of their claims in its past. */
  #isBonding({ known, action }: PairOp): boolean {
    const author = known.chain.core.key
    const [mine, theirs] = [this.claimOf(author), this.claimOf(action.core)]
    return (
      author !== action.core &&
      mine !== undefined &&
      theirs !== undefined &&
      mine.action.user === theirs.action.user &&
      covers(known.frontier, mine.known) &&
      covers(known.frontier, theirs.known)
    )
  }

  /** Unpairings of the core that count: by the first-linked core or by itself. What an unpaired core gives up is no unpairing in any set. */
  #countingUnpairs(core: CoreKey, firstLinked: CoreKey | undefined): readonly UnpairOp[] {
    const kept = this.#unpairs.get(core)
    if (kept !== undefined) return kept
    const { identities } = this.facts.sources
    const authors = firstLinked === undefined || firstLinked === core ? [core] : [core, firstLinked]
    const unpairs = this.#counting(authors.flatMap((author) => identities.unpairs(author, core))).toSorted(byHeight)
    this.#unpairs.set(core, unpairs)
    return unpairs
  }

  #unpairsFor(core: CoreKey, op: KnownOp): readonly UnpairOp[] {
    return this.unpairsOf(core).filter(({ known }) => known !== op && !covers(known.frontier, op))
  }
}

const anywhere = (): boolean => true
