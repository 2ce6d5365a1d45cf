import type { Facts } from '../facts/facts.js'
import type { ClaimOp, PairOp, UnpairOp } from '../facts/identity-op.js'
import { covers, type KnownOp } from '../graph/known-op.js'
import type { CoreKey, UserId } from '../ids.js'
import type { ClaimedCoreView, ClaimStanding, IdentityView, PairingView } from '../views.js'

/** Cores, pairs and unpairings that a view lists; strangers may write any number of them about anybody. */
export const identityEntriesMax = 256

const standingOf = (core: CoreKey, user: UserId, facts: Facts): ClaimStanding => {
  if (facts.people.firstLinked(user) === core) return 'first-linked'
  return facts.people.isHeld(core) ? 'held' : 'confirmed'
}

const claimedCore = ({ known, action }: ClaimOp, facts: Facts): ClaimedCoreView => {
  const core = known.chain.core.key
  const standing = standingOf(core, action.user, facts)
  return { core, claim: known.id, standing, unpaired: facts.people.isUnpaired(core) }
}

/** The cores whose claim of the user counts: the first-linked one, those confirmed, those held. */
const coresOf = (user: UserId, facts: Facts): readonly ClaimedCoreView[] => {
  const first = facts.people.firstLinked(user)
  const confirmed = first === undefined ? [] : facts.people.coresOf(first)
  const claimed = facts.sources.identities.claimsOfUser(user).map(({ known }) => known.chain.core.key)
  const views: ClaimedCoreView[] = []
  for (const core of new Set([...confirmed, ...claimed])) {
    const claim = facts.people.claimOf(core)
    if (claim?.action.user === user) views.push(claimedCore(claim, facts))
    if (views.length === identityEntriesMax) break
  }
  return views
}

const pairingView = ({ known, action }: PairOp | UnpairOp): PairingView => ({
  op: known.id,
  by: known.chain.core.key,
  core: action.core,
  at: known.at,
})

const isPardonedNow = (facts: Facts, core: CoreKey, known: KnownOp): boolean =>
  facts.effectiveOf(facts.index.pardons(core)).some((pardon) => covers(pardon.known.frontier, known))

/** Whose a core is in one set of ops, and what rests on it; the facts are those of K. */
export const identityView = (core: CoreKey, facts: Facts): IdentityView => {
  const { identities } = facts.sources
  const claim = facts.people.claimOf(core)
  const user = claim?.action.user
  const firstLinked = user === undefined ? undefined : facts.people.firstLinked(user)
  return {
    core,
    ...(claim === undefined ? {} : { ...claimedCore(claim, facts), user: claim.action.user }),
    ...(firstLinked === undefined ? {} : { firstLinked }),
    cores: user === undefined ? [] : coresOf(user, facts),
    pairs: [
      ...identities.pairedBy(core).flatMap((other) => identities.pairs(core, other)),
      ...identities.pairsNaming(core),
    ]
      .slice(0, identityEntriesMax)
      .map((pair) => ({ ...pairingView(pair), strike: pair.isStrike })),
    unpairs: facts.people.unpairsOf(core).slice(0, identityEntriesMax).map(pairingView),
    strikes: identities
      .strikesOf(core)
      .filter(({ known }) => !isPardonedNow(facts, core, known))
      .map(({ known }) => known.id),
  }
}

/** Whose a user's cores are, also for one that nobody has claimed here. */
export const claimantsView = (user: UserId, facts: Facts): readonly ClaimedCoreView[] => coresOf(user, facts)
