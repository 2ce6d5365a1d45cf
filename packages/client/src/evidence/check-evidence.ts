import {
  type Block,
  type Decision,
  founderOf,
  type LogEngine,
  MemoryStore,
  openEngine,
  type OpId,
  type OpView,
  type Reason,
  toZ32,
} from '@hypergit/domain'
import { provesBlocks, provesEquivocation } from '@hypergit/log'
import { domainCrypto } from '../rules/domain-crypto.js'
import type { EvidenceBundle } from './bundle.js'
import { orderBlocks, type Placed } from './order-blocks.js'
import { atOnce, type Pace } from './pace.js'

/** What a bundle shows, as the rules say it over the bundle's own blocks; nothing of it is taken from what the bundle claims. */
export interface ProvenEvidence {
  readonly bundle: EvidenceBundle
  readonly decision: Decision
  /** The op, judged over its past alone; of an equivocation, which needs no past, none. */
  readonly op?: OpView
  readonly decidedBy: readonly OpView[]
  /** Signatures and blocks that were checked. */
  readonly cores: number
  readonly blocks: number
}

export type EvidenceVerdict =
  | { readonly holds: true; readonly proven: ProvenEvidence }
  /** Why it shows nothing, for people. */
  | { readonly holds: false; readonly problem: string }

const no = (problem: string): { readonly holds: false; readonly problem: string } => ({ holds: false, problem })

/** Few enough to be judged in some milliseconds. */
const blocksPerBatch = 100

/** No op of the past waits for a clock: whether it was ahead of one is of no interest to what it was. */
const endOfTimeMs = Number.MAX_SAFE_INTEGER

const signatureProblem = async ({ log, cores }: EvidenceBundle, pace: Pace): Promise<string | undefined> => {
  const seen = new Set<string>()
  for (const { core, proof, blocks } of cores) {
    if (seen.has(core)) return `core ${toZ32(core)} is in it twice`
    seen.add(core)
    await pace()
    if (!provesBlocks(core, core === founderOf(log), blocks, proof))
      return `the signature of core ${toZ32(core)} does not hold for its ${blocks.length} blocks`
  }
  return undefined
}

const outcomeText = (outcome: string, reason: Reason | undefined): string =>
  reason === undefined ? outcome : `${outcome}: ${reason}`

const isSameSet = (a: readonly OpId[], b: readonly OpId[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === new Set(a).size

const claimProblem = ({ outcome, reason, decidedBy }: EvidenceBundle, decision: Decision): string | undefined => {
  if (outcome !== decision.outcome || reason !== decision.reason) {
    const judged = outcomeText(decision.outcome, decision.reason)
    return `it claims "${outcomeText(outcome, reason)}", and by the rules the op is "${judged}"`
  }
  return isSameSet(decidedBy, decision.decidedBy) ? undefined : 'it names other deciding ops than the rules do'
}

const kindProblem = async (
  { kind, core }: EvidenceBundle,
  { author, seq, decision, action }: OpView,
  engine: LogEngine,
): Promise<string | undefined> => {
  if (kind === 'ban') {
    if (action.type !== 'core.ban' || action.core !== core) return `its op bans no core ${toZ32(core)}`
    return decision.outcome === 'accepted' ? undefined : 'its op is no ban that its author could make'
  }
  if (author.core !== core) return `its op is not one of core ${toZ32(core)}`
  if (decision.outcome !== 'violation') return 'its op is no violation'
  const found = (await engine.queries.cores()).find((one) => one.core === core)
  return found?.blacklisted !== undefined && found.blacklisted.from <= seq
    ? undefined
    : `core ${toZ32(core)} is not blacklisted by it`
}

const forkProblem = ({ core, cores, fork }: EvidenceBundle, { block }: Placed): string | undefined => {
  if (fork === undefined) return 'the proofs of the fork are missing'
  if (cores.length !== 1 || block.core !== core) return `its op is not one of core ${toZ32(core)}`
  if (!provesEquivocation(core, fork.seq, fork.proofA, fork.proofB))
    return `its proofs do not show that core ${toZ32(core)} signed two histories that first differ at ${fork.seq}`
  return fork.seq <= block.seq ? undefined : `its op comes before the fork at ${fork.seq}`
}

const forked: Decision = {
  outcome: 'ignored',
  reason: 'equivocation',
  rule: 'equivocation',
  explanation: 'Its core wrote two different ops in one place.',
  decidedBy: [],
}

const judge = async (
  bundle: EvidenceBundle,
  blocks: readonly Block[],
  pace: Pace,
): Promise<{ readonly engine: LogEngine; readonly op: OpView | undefined }> => {
  const { log } = bundle
  const engine = await openEngine({ log, kind: 'repository', store: new MemoryStore(), crypto: domainCrypto })
  for (let at = 0; at < blocks.length; at += blocksPerBatch) {
    await pace()
    await engine.apply(blocks.slice(at, at + blocksPerBatch), endOfTimeMs)
  }
  return { engine, op: await engine.queries.op(bundle.op) }
}

/**
 * Whether a bundle shows what it claims: that every key is the hash of its manifest, every signature holds, the past is whole, and the rules, over
 * that past alone, come to the same outcome. Needs no network, home or clock; never rejects on what a bundle holds.
 */
export const checkEvidence = async (bundle: EvidenceBundle, pace: Pace = atOnce): Promise<EvidenceVerdict> => {
  const unsigned = await signatureProblem(bundle, pace)
  if (unsigned !== undefined) return no(unsigned)
  const ordered = await orderBlocks(bundle, pace)
  if (!ordered.ok) return no(ordered.problem)
  const counts = { bundle, cores: bundle.cores.length, blocks: ordered.blocks.length }
  if (bundle.kind === 'equivocation') {
    const problem = forkProblem(bundle, ordered.op) ?? claimProblem(bundle, forked)
    return problem === undefined ? { holds: true, proven: { ...counts, decision: forked, decidedBy: [] } } : no(problem)
  }
  const { engine, op } = await judge(bundle, ordered.blocks, pace)
  if (op === undefined) return no('its op cannot be judged: it cites what never counts')
  const problem = (await kindProblem(bundle, op, engine)) ?? claimProblem(bundle, op.decision)
  if (problem !== undefined) return no(problem)
  const decidedBy = await engine.queries.ops(op.decision.decidedBy)
  return { holds: true, proven: { ...counts, decision: op.decision, op, decidedBy } }
}
