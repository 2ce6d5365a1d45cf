import { compareHeights, isInPast } from '../graph/known-op.js'
import type { CoreKey, OpId, UserId } from '../ids.js'
import type { ClaimOp, IdentityOp, PairOp, UnpairOp } from './identity-op.js'

const addTo = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** Every op of the log about who is who, by what it is about; all of them stay in memory. */
export class IdentityIndex {
  readonly #byId = new Map<OpId, IdentityOp>()
  readonly #claimsOfCore = new Map<CoreKey, ClaimOp[]>()
  readonly #claimsOfUser = new Map<UserId, ClaimOp[]>()
  readonly #sharedUsers = new Set<UserId>()
  readonly #lowestBefore = new Map<ClaimOp, ClaimOp | undefined>()
  readonly #pairs = new Map<CoreKey, PairOp[]>()
  readonly #unpairs = new Map<CoreKey, UnpairOp[]>()

  add(op: IdentityOp): void {
    const { known, action } = op
    const core = known.chain.core.key
    this.#byId.set(known.id, op)
    if (action.type === 'identity.claim') {
      if (this.claimsOfUser(action.user).some((claim) => claim.known.chain.core.key !== core))
        this.#sharedUsers.add(action.user)
      addTo(this.#claimsOfCore, core, op as ClaimOp)
      addTo(this.#claimsOfUser, action.user, op as ClaimOp)
    } else if (action.type === 'identity.pair') addTo(this.#pairs, core, op as PairOp)
    else addTo(this.#unpairs, action.core, op as UnpairOp)
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
    return this.#claimsOfCore.get(core) ?? []
  }
  claimsOfUser(user: UserId): readonly ClaimOp[] {
    return this.#claimsOfUser.get(user) ?? []
  }
  /** What the core wrote, whatever core it pairs with. */
  pairsBy(core: CoreKey): readonly PairOp[] {
    return this.#pairs.get(core) ?? []
  }
  /** What gives the core up, whoever wrote it. */
  unpairsOf(core: CoreKey): readonly UnpairOp[] {
    return this.#unpairs.get(core) ?? []
  }
}
