import { compareHeights, isInPast } from '../graph/known-op.js'
import type { CoreKey, OpId, UserId } from '../ids.js'
import type { ClaimOp, IdentityOp, PairOp, UnpairOp } from './identity-op.js'

const none: readonly never[] = []

const addTo = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** What one core wrote about another: strangers may write much about anybody, and where it means nothing nobody is to go through it. */
class TwoWay<Op> {
  readonly #byAuthor = new Map<CoreKey, Map<CoreKey, Op[]>>()
  readonly #byNamed = new Map<CoreKey, Op[]>()

  add(author: CoreKey, named: CoreKey, op: Op): void {
    const ofAuthor = this.#byAuthor.get(author) ?? new Map<CoreKey, Op[]>()
    this.#byAuthor.set(author, ofAuthor)
    addTo(this.#byNamed, named, op)
    addTo(ofAuthor, named, op)
  }
  between(author: CoreKey, named: CoreKey): readonly Op[] {
    return this.#byAuthor.get(author)?.get(named) ?? none
  }
  namedBy(author: CoreKey): readonly CoreKey[] {
    return [...(this.#byAuthor.get(author)?.keys() ?? [])]
  }
  naming(core: CoreKey): readonly Op[] {
    return this.#byNamed.get(core) ?? none
  }
}

/** Every op of the log about who is who, by what it is about; all of them stay in memory. */
export class IdentityIndex {
  readonly #byId = new Map<OpId, IdentityOp>()
  readonly #claimsOfCore = new Map<CoreKey, ClaimOp[]>()
  readonly #claimsOfUser = new Map<UserId, ClaimOp[]>()
  readonly #sharedUsers = new Set<UserId>()
  readonly #lowestBefore = new Map<ClaimOp, ClaimOp | undefined>()
  readonly #pairs = new TwoWay<PairOp>()
  readonly #unpairs = new TwoWay<UnpairOp>()
  readonly #strikes = new Map<CoreKey, PairOp[]>()

  add(op: IdentityOp): void {
    const { known, action } = op
    const core = known.chain.core.key
    this.#byId.set(known.id, op)
    if ('isStrike' in op && op.isStrike) addTo(this.#strikes, core, op)
    if (action.type === 'identity.claim') {
      if (this.claimsOfUser(action.user).some((claim) => claim.known.chain.core.key !== core))
        this.#sharedUsers.add(action.user)
      addTo(this.#claimsOfCore, core, op as ClaimOp)
      addTo(this.#claimsOfUser, action.user, op as ClaimOp)
    } else if (action.type === 'identity.pair') this.#pairs.add(core, action.core, op as PairOp)
    else this.#unpairs.add(core, action.core, op as UnpairOp)
  }

  get(id: OpId): IdentityOp | undefined {
    return this.#byId.get(id)
  }
  all(): IterableIterator<IdentityOp> {
    return this.#byId.values()
  }
  /** Users whom several cores have claimed. */
  sharedUsers(): IterableIterator<UserId> {
    return this.#sharedUsers.values()
  }
  /** The lowest claim of the same user in the past of the claim: while that one counts, this one is not among the first. */
  lowestBefore(claim: ClaimOp): ClaimOp | undefined {
    if (!this.#lowestBefore.has(claim)) this.#lowestBefore.set(claim, this.#findLowestBefore(claim))
    return this.#lowestBefore.get(claim)
  }

  #findLowestBefore({ known, action }: ClaimOp): ClaimOp | undefined {
    let lowest: ClaimOp | undefined
    for (const other of this.claimsOfUser(action.user))
      if (isInPast(other.known, known) && (lowest === undefined || compareHeights(other.known, lowest.known) < 0))
        lowest = other
    return lowest
  }

  allClaims(): readonly ClaimOp[] {
    return [...this.#claimsOfCore.values()].flat()
  }
  claimsOf(core: CoreKey): readonly ClaimOp[] {
    return this.#claimsOfCore.get(core) ?? none
  }
  claimsOfUser(user: UserId): readonly ClaimOp[] {
    return this.#claimsOfUser.get(user) ?? none
  }
  /** The cores that the core would pair with. */
  pairedBy(core: CoreKey): readonly CoreKey[] {
    return this.#pairs.namedBy(core)
  }
  pairs(by: CoreKey, core: CoreKey): readonly PairOp[] {
    return this.#pairs.between(by, core)
  }
  pairsNaming(core: CoreKey): readonly PairOp[] {
    return this.#pairs.naming(core)
  }
  strikesOf(core: CoreKey): readonly PairOp[] {
    return this.#strikes.get(core) ?? none
  }
  /** Whether anybody gave the core up, with or without the right to. */
  isGivenUp(core: CoreKey): boolean {
    return this.givingUp(core).length > 0
  }
  givingUp(core: CoreKey): readonly UnpairOp[] {
    return this.#unpairs.naming(core)
  }
  unpairs(by: CoreKey, core: CoreKey): readonly UnpairOp[] {
    return this.#unpairs.between(by, core)
  }
}
