import type { Action } from '../action.js'
import { limits } from '../encoding/limits.js'
import type { Chain } from '../graph/core-state.js'
import { emptyFrontier, type Frontier, mergeFrontiers } from '../graph/frontier.js'
import { covers, type KnownOp } from '../graph/known-op.js'
import type { CoreKey, OpId } from '../ids.js'
import type { ParentRef } from '../op.js'
import { isSound } from '../outcome/cited-state.js'
import { targetsOf } from '../rules/targets.js'
import type { LogState } from './log-state.js'

/** A client cites only what is at most this far ahead of its clock (section 3). */
const citedAheadMsMax = 5 * 60 * 1000
/** How far a chain is walked back for an op that can be cited. */
const stepsBackMax = 128

/** The newest op of the chain that can be cited: sound, and not too far ahead of the clock. */
const citableHead = async (chain: Chain, latestAtMs: number, state: LogState): Promise<KnownOp | undefined> => {
  let id: OpId = chain.head
  for (let step = 0; step < stepsBackMax; step++) {
    await state.shelf.load([id])
    const known = state.shelf.get(id)
    if (known === undefined) return undefined
    if (known.op !== undefined && isSound(known) && known.at <= latestAtMs) return known
    id = known.prev
  }
  return undefined
}

/** Heads by height, without those that a higher one has in its past. */
const maximalHeads = async (
  own: KnownOp | undefined,
  chains: readonly Chain[],
  latestAtMs: number,
  state: LogState,
): Promise<KnownOp[]> => {
  let reach: Frontier = own?.frontier ?? emptyFrontier
  const heads: KnownOp[] = []
  for (const chain of [...chains].sort((a, b) => b.headHeight - a.headHeight)) {
    if (covers(reach, { chain, seq: chain.length - 1 })) continue
    const head = await citableHead(chain, latestAtMs, state)
    if (head === undefined || covers(reach, head)) continue
    heads.push(head)
    reach = mergeFrontiers(reach, head.frontier)
  }
  // Where a chain was walked back, its head may be lower than one that came after it.
  return heads.filter((head) => !heads.some((other) => other !== head && covers(other.frontier, head)))
}

/** Heads that cover what the draft relies on come first: every authority op, and its targets. */
const mostNeeded = (
  heads: readonly KnownOp[],
  own: KnownOp | undefined,
  action: Action,
  state: LogState,
): readonly KnownOp[] => {
  const targets = targetsOf(action).flatMap(({ id }) => state.shelf.get(id) ?? [])
  const needed = [...targets, ...state.marks]
  const chosen = new Set<KnownOp>()
  for (const known of needed) {
    if (own !== undefined && covers(own.frontier, known)) continue
    if ([...chosen].some((head) => covers(head.frontier, known))) continue
    const head = heads.find((candidate) => covers(candidate.frontier, known))
    if (head !== undefined) chosen.add(head)
  }
  for (const head of heads) chosen.add(head)
  return [...chosen].slice(0, limits.parentsMax)
}

/** Parents for a draft by the core: see LogEngine.chooseParents. A pardon also cites what it lifts. */
export const chooseParents = async (
  key: CoreKey,
  action: Action,
  now: number,
  state: LogState,
): Promise<readonly ParentRef[]> => {
  const core = state.core(key)
  await state.shelf.load([...(core === undefined ? [] : [core.receivedHead]), ...targetsOf(action).map(({ id }) => id)])
  const own = core === undefined ? undefined : state.shelf.get(core.receivedHead)
  const chains = state.registry.chains.filter(
    (chain) => chain.core.key !== key && chain.core.blacklisted === undefined && chain.length > chain.from,
  )
  const heads = await maximalHeads(own, chains, now + citedAheadMsMax, state)
  const lifted = action.type === 'core.pardon' ? await liftedOps(action.core, own, state) : []
  const chosen = mostNeeded(
    [...lifted, ...heads.filter((head) => !lifted.some((other) => covers(other.frontier, head)))],
    own,
    action,
    state,
  )
  return chosen.map(({ id, chain, seq }) => ({ core: chain.core.key, seq, id }))
}

const liftedOps = async (key: CoreKey, own: KnownOp | undefined, state: LogState): Promise<KnownOp[]> => {
  const trunk = state.core(key)?.chains[0]
  if (trunk === undefined || trunk.length === 0) return []
  const id = trunk.violation?.op ?? trunk.head
  await state.shelf.load([id])
  const known = state.shelf.get(id)
  return known?.op === undefined || (own !== undefined && covers(own.frontier, known)) ? [] : [known]
}
