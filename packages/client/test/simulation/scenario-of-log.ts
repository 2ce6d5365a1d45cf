import {
  actionToJson,
  type CoreKey,
  createBlockDecoder,
  noOp,
  type Op,
  type OpId,
  type Scenario,
  type ScenarioStep,
} from '@hypergit/domain'
import type { LiveLog } from '../../src/repository/live-log.js'
import { domainCrypto } from '../../src/rules/domain-crypto.js'

/** What a world calls things. */
export interface Names {
  /** Of every core, the founding one first. */
  readonly cores: ReadonlyMap<CoreKey, string>
  readonly ops: ReadonlyMap<OpId, string>
  /** Users by their ids. */
  readonly users: ReadonlyMap<string, string>
}

interface Stored {
  readonly op: Op
  readonly bytes: Uint8Array
  readonly name: string
}

/** Creation and joins stand in every scenario without being steps of it. */
const isBeginning = ({ seq, action }: Op): boolean =>
  seq === 0 && (action.type === 'join' || action.type === 'repository.create')

const storedOps = async ({ log }: LiveLog, { cores, ops }: Names): Promise<readonly Stored[]> => {
  const decoder = createBlockDecoder({ log: log.id, kind: 'repository', ...domainCrypto, ...domainCrypto.proofs })
  const stored: Stored[] = []
  for (const [core, by] of cores) {
    const blocks = await log.read(core, 0, log.core(core)?.length ?? 0)
    for (const [seq, bytes] of blocks.entries()) {
      const decoded = decoder.block({ core, seq, bytes })
      if (decoded.kind !== 'op') throw new Error(`${by} wrote a block that is no op`)
      stored.push({ op: decoded.op, bytes, name: ops.get(decoded.op.id) ?? `${by}-${seq}` })
    }
  }
  return stored
}

/** Ids that the op's action names, which need not be in its past. */
const namedBy = ({ action }: Op): readonly string[] =>
  Object.values(action).filter((value): value is string => typeof value === 'string')

/** Each op after all that is in its past and all that it names, as far as that is here. */
const inCausalOrder = (stored: readonly Stored[]): readonly Stored[] => {
  const here = new Set<string>(stored.map(({ op }) => op.id))
  const done = new Set<string>([noOp])
  const order: Stored[] = []
  for (let left = [...stored]; left.length > 0;) {
    const ready = left.filter(({ op }) =>
      [op.prev, ...op.parents.map(({ id }) => id), ...namedBy(op)].every((id) => done.has(id) || !here.has(id)),
    )
    if (ready.length === 0) throw new Error('ops cite each other in a circle')
    for (const one of ready) done.add(one.op.id)
    order.push(...ready)
    left = left.filter((one) => !ready.includes(one))
  }
  return order
}

const stepAction = ({ action }: Op, ops: ReadonlyMap<string, string>, names: Names): ScenarioStep['action'] => {
  const { proof: _, ...fields } = actionToJson(action) as Record<string, unknown>
  const named = Object.entries(fields).map(([field, value]) => {
    const text = String(value)
    return [field, ops.get(text) ?? names.cores.get(text as CoreKey) ?? names.users.get(text) ?? value]
  })
  return { ...Object.fromEntries(named), type: action.type }
}

/**
 * A log as a scenario file says it (docs/protocol.md, section 9): who wrote what, having seen what, and what became of it here. An op that cites
 * what is not here stands as its bytes.
 */
export const scenarioOfLog = async (name: string, live: LiveLog, names: Names): Promise<Scenario> => {
  const order = inCausalOrder(await storedOps(live, names))
  const nameOf = new Map<string, string>(order.map((one) => [one.op.id, one.name]))
  const steps: ScenarioStep[] = []
  const outcomes: Record<string, unknown> = {}
  for (const { op, bytes, name: id } of order) {
    if (isBeginning(op)) continue
    const by = names.cores.get(op.core) ?? ''
    const sees = op.parents.flatMap((parent) => nameOf.get(parent.id) ?? [])
    const common = { id, by, sees, at: op.at }
    const isWhole = sees.length === op.parents.length
    const action = stepAction(op, nameOf, names)
    steps.push(isWhole && action !== undefined ? { ...common, action } : { ...common, raw: bytes })
    const view = await live.engine.queries.op(op.id)
    const { outcome = 'parked', reason } = view?.decision ?? {}
    outcomes[id] = reason === undefined ? { outcome } : { outcome, reason }
  }
  const users = [...new Set(names.users.values())]
  return { name, kind: 'repository', cores: [...names.cores.values()], users, steps, expect: { outcomes } }
}
