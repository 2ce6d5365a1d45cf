import type { CoreKey, OpId } from '../ids.js'
import type { ParentRef } from '../op.js'
import type { OutcomeKind, Reason } from '../outcome.js'
import type { OpView } from '../views.js'

/** What blacklists a core (section 4). */
export const blacklistingKinds = ['violation', 'ban', 'equivocation'] as const
export type BlacklistingKind = (typeof blacklistingKinds)[number]

/** An op that blacklists a core, or that is ignored since its core forked, and what the rules made of it. */
export interface Blacklisting {
  readonly kind: BlacklistingKind
  /** The core that is blacklisted. */
  readonly core: CoreKey
  /** The violation, the ban, or the op that is ignored. */
  readonly op: ParentRef
  readonly outcome: OutcomeKind
  readonly reason?: Reason
  readonly decidedBy: readonly OpId[]
}

/** By the rules that ignore an op for its core's sake: what decided it, which the op names, is of this kind. */
const kindByRule: ReadonlyMap<string, BlacklistingKind> = new Map([
  ['after-violation', 'violation'],
  ['banned', 'ban'],
])

const blacklistedBy = (kind: BlacklistingKind, core: CoreKey, op: OpView): Blacklisting => {
  const { outcome, reason, decidedBy } = op.decision
  const place = { core: op.author.core, seq: op.seq, id: op.id }
  return { kind, core, op: place, outcome, ...(reason === undefined ? {} : { reason }), decidedBy }
}

/** What blacklisted the core of an op, as far as this op shows it: itself, what it is ignored for, or whom it bans. Undefined: nobody is, for it. */
export const blacklistingOf = async (
  op: OpView,
  lookUp: (ids: readonly OpId[]) => Promise<readonly OpView[]>,
): Promise<Blacklisting | undefined> => {
  const { author, action, decision } = op
  if (decision.outcome === 'violation') return blacklistedBy('violation', author.core, op)
  if (decision.outcome === 'accepted' && action.type === 'core.ban') return blacklistedBy('ban', action.core, op)
  if (decision.outcome !== 'ignored') return undefined
  if (decision.reason === 'equivocation') return blacklistedBy('equivocation', author.core, op)
  const kind = kindByRule.get(decision.rule)
  const [deciding] = kind === undefined ? [] : await lookUp(decision.decidedBy)
  return kind === undefined || deciding === undefined ? undefined : blacklistedBy(kind, author.core, deciding)
}
