import { encodeOp } from '../encoding/encode-op.js'
import { citedBy } from '../graph/cited.js'
import type { Chain, CoreState } from '../graph/core-state.js'
import { placeInGraph } from '../graph/place-op.js'
import { type CoreKey, noOp } from '../ids.js'
import type { Draft, Op } from '../op.js'
import type { Decision } from '../outcome.js'
import { decisionOf } from '../outcome/explanation.js'
import { judgePresentState } from '../outcome/present-state.js'
import { isUnresolvable } from './intake.js'
import type { LogState } from './log-state.js'
import { prefetch } from './prefetch.js'

const malformed = (problem: string): Decision => ({
  outcome: 'violation',
  reason: 'malformed',
  rule: 'malformed',
  explanation: problem,
  decidedBy: [],
})
const parked = (explanation: string): Decision => ({ outcome: 'parked', rule: 'parents', explanation, decidedBy: [] })

/** A core that is not known yet, as it would be with its first op. It is not entered anywhere. */
const newCore = (key: CoreKey): CoreState => ({
  key,
  chains: [],
  received: 0,
  receivedHead: noOp,
  needsUpgrade: false,
  forkSeq: undefined,
  blacklisted: undefined,
  version: 0,
})

/** What goes on from the chain of the core's last op, whose ops come before the draft, so that the real one stays as it is. */
const continuation = (core: CoreState, state: LogState): Chain => {
  const chain = core.chains.find(({ head }) => head === core.receivedHead)
  return {
    number: chain?.number ?? state.registry.chains.length,
    core,
    from: chain?.length ?? 0,
    parent: chain,
    head: chain?.head ?? noOp,
    length: chain?.length ?? 0,
    headHeight: chain?.headHeight ?? 0,
    headAt: chain?.headAt ?? 0,
    violation: chain?.violation,
    claim: chain?.claim,
  }
}

/**
 * What the op would come out as if `core` appended it now: in the state that it cites, then in the present one, as people are before it. Stores
 * nothing.
 */
export const preview = async (key: CoreKey, draft: Draft, state: LogState): Promise<Decision> => {
  const { log, kind } = state.options
  const core = state.core(key) ?? newCore(key)
  if (core.needsUpgrade)
    return { ...parked('The core holds ops of a higher protocol version.'), reason: 'needs-upgrade' }
  const seq = core.received
  const prev = core.receivedHead
  const encoded = encodeOp({ log, prev, ...draft }, { core: key, seq }, { log, kind })
  if (!encoded.ok) return malformed(encoded.problem)
  const block = { core: key, seq, bytes: encoded.bytes }
  const decoded = state.decoder.block(block)
  if (decoded.kind !== 'op')
    return malformed(decoded.kind === 'malformed' ? decoded.detail : 'The op is of a higher version.')
  return judgeDraft(decoded.op, core, block, state)
}

const judgeDraft = async (
  op: Op,
  core: CoreState,
  block: { readonly core: CoreKey; readonly seq: number; readonly bytes: Uint8Array },
  state: LogState,
): Promise<Decision> => {
  const waiting = {
    core,
    seq: op.seq,
    id: op.id,
    block,
    op,
    prev: op.prev,
    needsUpgrade: false,
    inOrder: true,
    stored: false,
    lacks: undefined,
  }
  await prefetch([waiting], state)
  const cited = citedBy(waiting, state.shelf)
  if (cited === undefined) return parked('It cites an op that is not here.')
  if (isUnresolvable(op, cited)) return parked('It cites an op that is a violation, or that comes after one.')
  const known = placeInGraph(waiting, cited, continuation(core, state), state)
  if (known.settled !== undefined) return decisionOf(known.settled)
  // An authority op that is only tried out must not stay among the facts that are kept.
  const present = known.authority === undefined ? state.present : state.newPresent()
  return decisionOf(judgePresentState(known, present, state.context))
}
