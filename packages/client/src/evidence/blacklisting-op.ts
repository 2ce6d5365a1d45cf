import { type CoreKey, type LogQueries, type OpView, toZ32 } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { EvidenceKind } from './bundle.js'

/** What is to be shown: that `op` blacklists `core`, or that it is ignored since its core forked. */
export interface Blacklisting {
  readonly kind: EvidenceKind
  readonly core: CoreKey
  readonly op: OpView
}

const nothing = (message: string) => fail({ code: 'nothing-to-prove', message })

/** By the names of the rules that ignore an op for its core's sake: what decided it, which the op names, is of this kind. */
const kindByRule: ReadonlyMap<string, EvidenceKind> = new Map([
  ['after-violation', 'violation'],
  ['banned', 'ban'],
])

const ofIgnored = async ({ author, decision }: OpView, queries: LogQueries): Promise<Blacklisting | undefined> => {
  const kind = kindByRule.get(decision.rule)
  if (kind === undefined) return undefined
  const [op] = await queries.ops(decision.decidedBy)
  return op === undefined ? undefined : { kind, core: author.core, op }
}

/** What blacklisted the core of an op, as far as this op shows it: itself, what it is ignored for, or whom it bans. */
export const blacklistingOp = async (op: OpView, queries: LogQueries): Promise<Answer<Blacklisting>> => {
  const { outcome, reason } = op.decision
  if (outcome === 'violation') return answer({ kind: 'violation', core: op.author.core, op })
  if (outcome === 'accepted' && op.action.type === 'core.ban') return answer({ kind: 'ban', core: op.action.core, op })
  if (outcome === 'ignored' && reason === 'equivocation')
    return answer({ kind: 'equivocation', core: op.author.core, op })
  const ignored = await ofIgnored(op, queries)
  if (ignored !== undefined) return answer(ignored)
  return nothing(`op ${toZ32(op.id)} is ${outcome} and blacklists no core, so there is nothing to prove`)
}
