import type { ModelFacts } from './model-facts.js'
import { chainOf, isBefore, isFree, type ModelOp, ofType, type Typed } from './model-op.js'

type Claim = Typed<'identity.claim'>
type Pair = Typed<'identity.pair'>
type Unpair = Typed<'identity.unpair'>

/** Computed once: nothing of a set changes. */
const kept = <Value>(map: Map<string, Value>, key: string, compute: () => Value): Value => {
  if (!map.has(key)) map.set(key, compute())
  return map.get(key) as Value
}

/** Section 7, over one set of ops. */
export class ModelPeople {
  readonly #claims: readonly Claim[]
  readonly #pairs: readonly Pair[]
  readonly #unpairs: readonly Unpair[]
  readonly #claimOf = new Map<string, Claim | undefined>()
  readonly #firstLinked = new Map<string, string | undefined>()
  readonly #confirmed = new Map<string, ReadonlySet<string>>()

  constructor(readonly facts: ModelFacts) {
    const counts = (op: ModelOp): boolean => facts.isOfGoodRecord(op)
    this.#claims = ofType(facts.set, 'identity.claim').filter(counts)
    this.#pairs = ofType(facts.set, 'identity.pair').filter(counts)
    this.#unpairs = ofType(facts.set, 'identity.unpair').filter(counts)
  }

  /** The first claim of the core: a later one of it repeats it. */
  claimOf(core: string): Claim | undefined {
    return kept(this.#claimOf, core, () => this.#findClaim(core))
  }

  #findClaim(core: string): Claim | undefined {
    return this.#claims.filter((claim) => claim.core === core).sort((a, b) => a.seq - b.seq)[0]
  }

  firstLinked(user: string): string | undefined {
    return kept(this.#firstLinked, user, () => this.#findFirstLinked(user))
  }

  #findFirstLinked(user: string): string | undefined {
    const claims = this.#claims.filter(
      (claim) => claim.action.user === user && this.claimOf(claim.core)?.action.user === user,
    )
    if (claims.some(({ core }) => core === this.facts.log.founder)) return this.facts.log.founder
    const first = claims.filter((claim) => !claims.some((other) => isBefore(other, claim)))
    const settling = [...this.facts.set]
      .filter((op) => op.core === this.facts.log.founder && this.facts.isOfGoodRecord(op))
      .filter((op) => first.some((claim) => isBefore(claim, op)))
      .sort((a, b) => a.seq - b.seq)[0]
    const candidates = settling === undefined ? first : first.filter((claim) => isBefore(claim, settling))
    return candidates.map(({ id, core }) => ({ id, core })).sort((a, b) => (a.id < b.id ? -1 : 1))[0]?.core
  }

  isBonding(pair: Pair): boolean {
    const [mine, theirs] = [this.claimOf(pair.core), this.claimOf(pair.action.core)]
    return (
      pair.core !== pair.action.core &&
      mine !== undefined &&
      theirs !== undefined &&
      mine.action.user === theirs.action.user &&
      isBefore(mine, pair) &&
      isBefore(theirs, pair)
    )
  }

  #areBonded(a: string, b: string, counts: (pair: Pair) => boolean): boolean {
    const from = (by: string, to: string): boolean =>
      this.#pairs.some((pair) => pair.core === by && pair.action.core === to && this.isBonding(pair) && counts(pair))
    return from(a, b) && from(b, a)
  }

  /** Unpairings of the core that count. */
  unpairsOf(core: string): readonly Unpair[] {
    const user = this.claimOf(core)?.action.user
    const first = user === undefined ? undefined : this.firstLinked(user)
    return this.#unpairs.filter(
      (unpair) =>
        unpair.action.core === core &&
        (unpair.core === core || unpair.core === first) &&
        !this.facts.log.pastFacts(unpair).people.isUnpaired(unpair.core),
    )
  }

  #isHealed(core: string, unpair: Unpair, trusted: ReadonlySet<string>, counts: (pair: Pair) => boolean): boolean {
    return [...trusted].some(
      (other) => other !== core && this.#areBonded(core, other, (pair) => isBefore(unpair, pair) && counts(pair)),
    )
  }

  /** The confirmed cores of a user: the least set that the rules make, growing as unpairings are healed. */
  confirmed(user: string): ReadonlySet<string> {
    return kept(this.#confirmed, user, () => this.#findConfirmed(user))
  }

  #findConfirmed(user: string): ReadonlySet<string> {
    const first = this.firstLinked(user)
    if (first === undefined) return new Set()
    const cores = [...new Set(this.#claims.map(({ core }) => core))]
    const healed = new Set<Unpair>()
    for (;;) {
      const open = (core: string): Unpair[] => this.unpairsOf(core).filter((unpair) => !healed.has(unpair))
      const confirmed = new Set([first])
      for (let size = 0; size !== confirmed.size;) {
        size = confirmed.size
        for (const by of confirmed)
          for (const core of cores) {
            if (!this.#areBonded(by, core, () => true)) continue
            const isLet = open(by).every((unpair) => this.facts.log.pastFacts(unpair).people.isConfirmed(core))
            if (isLet) confirmed.add(core)
          }
      }
      const trusted = new Set([...confirmed].filter((core) => open(core).length === 0))
      const before = healed.size
      for (const core of confirmed)
        for (const unpair of open(core)) if (this.#isHealed(core, unpair, trusted, () => true)) healed.add(unpair)
      if (healed.size === before) return confirmed
    }
  }

  isConfirmed(core: string): boolean {
    const user = this.claimOf(core)?.action.user
    return user !== undefined && this.confirmed(user).has(core)
  }

  personOf(core: string): string {
    const user = this.claimOf(core)?.action.user
    return user !== undefined && this.confirmed(user).has(core) ? (this.firstLinked(user) ?? core) : core
  }

  isHeldCore(core: string): boolean {
    return this.claimOf(core) !== undefined && !this.isConfirmed(core)
  }

  isHeld(op: ModelOp): boolean {
    const claim = this.claimOf(op.core)
    return (
      claim !== undefined &&
      !isFree(op) &&
      isBefore(claim, op) &&
      chainOf(op).includes(claim) &&
      this.isHeldCore(op.core)
    )
  }

  #trusted(
    user: string,
    unpairsOf: (core: string) => readonly Unpair[],
    counts: (pair: Pair) => boolean,
  ): ReadonlySet<string> {
    const confirmed = this.confirmed(user)
    const trusted = new Set([...confirmed].filter((core) => unpairsOf(core).length === 0))
    for (let size = -1; size !== trusted.size;) {
      size = trusted.size
      for (const core of confirmed)
        if (unpairsOf(core).every((unpair) => this.#isHealed(core, unpair, trusted, counts))) trusted.add(core)
    }
    return trusted
  }

  isUnpaired(core: string): boolean {
    if (this.unpairsOf(core).length === 0) return false
    const user = this.claimOf(core)?.action.user
    return (
      user === undefined ||
      !this.#trusted(
        user,
        (one) => this.unpairsOf(one),
        () => true,
      ).has(core)
    )
  }

  /** The unpairing that keeps the op from counting. */
  unpairing(op: ModelOp): Unpair | undefined {
    if (isFree(op)) return undefined
    const unpairsOf = (core: string): Unpair[] =>
      this.unpairsOf(core).filter((unpair) => unpair !== op && !isBefore(op, unpair))
    const own = unpairsOf(op.core)
    const user = this.claimOf(op.core)?.action.user
    if (own.length === 0 || user === undefined) return own[0]
    const counts = (pair: Pair): boolean => isBefore(pair, op)
    const trusted = this.#trusted(user, unpairsOf, counts)
    return own
      .sort((a, b) => a.height - b.height || (a.id < b.id ? -1 : 1))
      .find((unpair) => !this.#isHealed(op.core, unpair, trusted, counts))
  }
}
