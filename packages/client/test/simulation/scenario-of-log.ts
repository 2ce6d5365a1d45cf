import {
  actionToJson,
  type Block,
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

type Decoder = (block: Block) => Op

const decoderOf = ({ log }: LiveLog, { cores }: Names): Decoder => {
  const decoder = createBlockDecoder({ log: log.id, kind: 'repository', ...domainCrypto, ...domainCrypto.proofs })
  return (block) => {
    const decoded = decoder.block(block)
    if (decoded.kind !== 'op') throw new Error(`${cores.get(block.core)} wrote a block that is no op`)
    return decoded.op
  }
}

/** Every op that any of these has in a core, of all branches; of `others`, what they have of cores that are known to have forked. */
const opsInCores = async (
  lives: readonly LiveLog[],
  others: readonly LiveLog[],
  names: Names,
): Promise<Map<OpId, Stored>> => {
  const stored = new Map<OpId, Stored>()
  const isForked = (core: CoreKey): boolean => lives.some(({ log }) => log.forks(core).length > 0)
  for (const live of [...lives, ...others]) {
    const decode = decoderOf(live, names)
    for (const core of names.cores.keys()) {
      if (!lives.includes(live) && !isForked(core)) continue
      const blocks = await live.log.read(core, 0, live.log.core(core)?.length ?? 0)
      for (const [seq, bytes] of blocks.entries()) {
        const op = decode({ core, seq, bytes })
        stored.set(op.id, { op, bytes, name: nameOf(op, names) })
      }
    }
  }
  return stored
}

/**
 * Where two histories of a core were seen and one of them is on no machine any more, what was written there that the proof is about: without it the
 * scenario would have no fork.
 */
const addLost = (
  written: readonly Block[],
  lives: readonly LiveLog[],
  names: Names,
  stored: Map<OpId, Stored>,
): void => {
  const [first] = lives
  if (first === undefined) return
  const decode = decoderOf(first, names)
  for (const block of written) {
    const seqs = lives.flatMap(({ log }) => log.forks(block.core).map(({ seq }) => seq))
    if (seqs.length === 0 || block.seq !== Math.min(...seqs)) continue
    const op = decode(block)
    if (!stored.has(op.id) && stored.has(op.prev))
      stored.set(op.id, { op, bytes: block.bytes, name: nameOf(op, names) })
  }
}

const nameOf = ({ id, core, seq }: Op, { cores, ops }: Names): string =>
  ops.get(id) ?? `${cores.get(core)}-${seq}-${id.slice(0, 6)}`

/** What those ops cite and that is kept beside its core by then. */
const opsBeside = async (
  lives: readonly LiveLog[],
  names: Names,
  stored: Map<OpId, Stored>,
): Promise<ReadonlyMap<OpId, Stored>> => {
  const left = [...stored.values()]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { op } = next
    for (const cited of [...op.parents, { core: op.core, seq: op.seq - 1, id: op.prev }]) {
      if (stored.has(cited.id) || cited.id === noOp) continue
      for (const live of lives) {
        const bytes = await live.log.readBranch(cited.core, cited.seq, cited.id)
        if (bytes === undefined) continue
        const found = decoderOf(live, names)({ core: cited.core, seq: cited.seq, bytes })
        const entry = { op: found, bytes, name: nameOf(found, names) }
        stored.set(found.id, entry)
        left.push(entry)
        break
      }
    }
  }
  return stored
}

/** Of each core that has two ops at a seq in what these have, or in what was lost where they know of a fork, the lowest such seq. */
export const forksIn = async (
  lives: readonly LiveLog[],
  names: Names,
  written: readonly Block[],
): Promise<ReadonlyMap<CoreKey, number>> => {
  const lowest = new Map<CoreKey, number>()
  const at = new Map<string, OpId>()
  const stored = await opsInCores(lives, [], names)
  addLost(written, lives, names, stored)
  for (const { op } of stored.values()) {
    const place = `${op.core} ${op.seq}`
    const other = at.get(place) ?? op.id
    at.set(place, other)
    if (other !== op.id) lowest.set(op.core, Math.min(op.seq, lowest.get(op.core) ?? op.seq))
  }
  return lowest
}

/** The longest history of each core; what is not on it is on a branch. */
const mainOps = (stored: ReadonlyMap<OpId, Stored>): ReadonlyMap<string, Stored> => {
  const tips = new Map<CoreKey, Stored>()
  for (const one of stored.values()) {
    const tip = tips.get(one.op.core)
    const isLater = tip === undefined || one.op.seq > tip.op.seq || (one.op.seq === tip.op.seq && one.op.id < tip.op.id)
    if (isLater) tips.set(one.op.core, one)
  }
  const main = new Map<string, Stored>()
  for (const tip of tips.values())
    for (let one: Stored | undefined = tip; one !== undefined; one = stored.get(one.op.prev))
      main.set(`${one.op.core} ${one.op.seq}`, one)
  return main
}

const isOnBranch = (one: Stored, main: ReadonlyMap<string, Stored>): boolean =>
  main.get(`${one.op.core} ${one.op.seq}`) !== one

/** The step beside which an op is a second one: only where the op before it is no step that it could go on from. */
const besideOf = (
  one: Stored,
  stored: ReadonlyMap<OpId, Stored>,
  main: ReadonlyMap<string, Stored>,
): Stored | undefined => {
  const before = stored.get(one.op.prev)
  return isOnBranch(one, main) && (before === undefined || isBeginning(before.op))
    ? main.get(`${one.op.core} ${one.op.seq}`)
    : undefined
}

/** Where an op that is on a branch goes on from. */
const branching = (
  one: Stored,
  stored: ReadonlyMap<OpId, Stored>,
  main: ReadonlyMap<string, Stored>,
): Pick<ScenarioStep, 'fork' | 'after'> => {
  if (!isOnBranch(one, main)) return {}
  const fork = besideOf(one, stored, main)?.name
  const after = stored.get(one.op.prev)?.name
  return fork !== undefined ? { fork } : after === undefined ? {} : { after }
}

/** Ids that the op's action names, which need not be in its past. */
const namedBy = ({ action }: Op): readonly string[] =>
  Object.values(action).filter((value): value is string => typeof value === 'string')

/** Each op after all that is in its past, all that it names, and what it is a second op beside, as far as that is here. */
const inCausalOrder = (stored: readonly Stored[], beside: (one: Stored) => Stored | undefined): readonly Stored[] => {
  const here = new Set<string>(stored.map(({ op }) => op.id))
  const done = new Set<string>([noOp])
  const order: Stored[] = []
  for (let left = [...stored]; left.length > 0;) {
    const ready = left.filter((one) =>
      [one.op.prev, ...one.op.parents.map(({ id }) => id), ...namedBy(one.op), beside(one)?.op.id ?? noOp].every(
        (id) => done.has(id) || !here.has(id),
      ),
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
 * A log as a scenario file says it (docs/protocol.md, section 9): who wrote what, having seen what, and what became of it in one view. An op
 * that cites what nobody has stands as its bytes. `written` is what anybody ever wrote, for what is lost of cores that forked.
 */
export const scenarioOfLogs = async (
  name: string,
  view: LiveLog,
  lives: readonly LiveLog[],
  names: Names,
  others: readonly LiveLog[] = [],
  written: readonly Block[] = [],
): Promise<Scenario> => {
  const inCores = await opsInCores(lives, others, names)
  addLost(written, lives, names, inCores)
  const stored = await opsBeside(lives, names, inCores)
  const main = mainOps(stored)
  const order = inCausalOrder([...stored.values()], (one) => besideOf(one, stored, main))
  const nameOfOp = new Map<string, string>(order.map((one) => [one.op.id, one.name]))
  const steps: ScenarioStep[] = []
  const outcomes: Record<string, unknown> = {}
  for (const one of order) {
    const { op, bytes, name: id } = one
    if (isBeginning(op)) continue
    const by = names.cores.get(op.core) ?? ''
    const sees = op.parents.flatMap((parent) => nameOfOp.get(parent.id) ?? [])
    const common = { id, by, sees, at: op.at, ...branching(one, stored, main) }
    const isWhole = sees.length === op.parents.length
    const action = stepAction(op, nameOfOp, names)
    steps.push(isWhole && action !== undefined ? { ...common, action } : { ...common, raw: bytes })
    const decision = (await view.engine.queries.op(op.id))?.decision
    const isParked = view.engine.parked().some((waiting) => waiting.id === op.id)
    // A branch that nothing rests on is not here, and what it says does not matter.
    if (decision === undefined && !isParked) continue
    const { outcome = 'parked', reason } = decision ?? {}
    outcomes[id] = reason === undefined ? { outcome } : { outcome, reason }
  }
  const users = [...new Set(names.users.values())]
  return { name, kind: 'repository', cores: [...names.cores.values()], users, steps, expect: { outcomes } }
}
