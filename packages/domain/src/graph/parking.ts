import type { CoreKey, OpId } from '../ids.js'
import type { Block, Op } from '../op.js'
import type { MissingParent } from '../report.js'
import type { CoreState } from './core-state.js'

/** An op this far ahead of the local clock waits until it is due (section 3). */
export const aheadMsMax = 10 * 60 * 1000
/** Ops of one core that may wait for the clock, and behind what waits for it. */
export const aheadOpsPerCoreMax = 64
/** Ops of one core that may be parked for any reason, and their blocks' bytes; later ones are refused as a gap, to be sent again. */
export const parkedPerCoreMax = 256
export const parkedBytesPerCoreMax = 1024 * 1024
/** Parents that the parked ops of one core may cite together: each of them is remembered while it is missing. */
export const parkedParentsPerCoreMax = 2_048
/** Missing parents that are told of at a time: of what one core cites, and in all. */
export const missingPerCoreMax = 64
export const missingMax = 1_024

/** A block that has been taken but not judged. */
export interface Waiting {
  readonly core: CoreState
  readonly seq: number
  /** The op's id, or the stand-in of what has none. */
  readonly id: OpId
  readonly block: Block
  /** Undefined for what is malformed, or of a higher version. */
  readonly op: Op | undefined
  /** Id of the op before it in its core. */
  readonly prev: OpId
  /** Of a higher version, or behind a block that is. */
  readonly needsUpgrade: boolean
  /** In the order of the core; otherwise a branch that came by its id. */
  readonly inOrder: boolean
  /** Already among the stored parked blocks. */
  stored: boolean
  /** What it cites and is not known yet; none while nobody has looked, or nothing is missing. */
  lacks: Set<OpId> | undefined
}

/** Where the op says that what it cites by this id is. */
const missingOf = (id: OpId, { core, seq, op, prev }: Waiting): MissingParent | undefined => {
  const citedBy = { core: core.key, seq }
  const parent = op?.parents.find((one) => one.id === id)
  if (parent !== undefined) return { core: parent.core, seq: parent.seq, id, citedBy }
  return prev === id ? { core: core.key, seq: seq - 1, id, citedBy } : undefined
}

/** The parked ops of a log: who waits for what. Each core may park a bounded number. */
export class Parking {
  readonly #parked = new Map<OpId, Waiting>()
  readonly #waitingFor = new Map<OpId, Set<Waiting>>()
  readonly #ahead = new Set<Waiting>()
  readonly #perCore = new Map<CoreKey, { ops: number; bytes: number; parents: number }>()
  /** The citing core that comes first the next time missing parents are told of. */
  #firstAsked = 0

  get(id: OpId): Waiting | undefined {
    return this.#parked.get(id)
  }
  all(): IterableIterator<Waiting> {
    return this.#parked.values()
  }
  /** Whether the core has parked as much as it may; `ahead` of the clock, fewer are taken. */
  isFull(core: CoreKey, ahead = false): boolean {
    const parked = this.#perCore.get(core)
    const opsMax = ahead ? aheadOpsPerCoreMax : parkedPerCoreMax
    return (
      parked !== undefined &&
      (parked.ops >= opsMax || parked.bytes >= parkedBytesPerCoreMax || parked.parents >= parkedParentsPerCoreMax)
    )
  }
  /** Whether a parked op cites this id. */
  isAwaited(id: OpId): boolean {
    return this.#waitingFor.has(id)
  }

  /** Parks an op that lacks parents, or never gets them. */
  add(waiting: Waiting): void {
    if (this.#parked.has(waiting.id)) return
    this.#parked.set(waiting.id, waiting)
    this.#charge(waiting, 1)
    for (const id of waiting.lacks ?? []) {
      const others = this.#waitingFor.get(id)
      if (others === undefined) this.#waitingFor.set(id, new Set([waiting]))
      else others.add(waiting)
    }
  }

  /** Parks an op that is ahead of the clock. */
  addAhead(waiting: Waiting): void {
    this.add(waiting)
    this.#ahead.add(waiting)
  }

  remove(waiting: Waiting): void {
    if (!this.#parked.delete(waiting.id)) return
    this.#ahead.delete(waiting)
    this.#charge(waiting, -1)
  }

  #charge({ core, block, op }: Waiting, sign: 1 | -1): void {
    const parked = this.#perCore.get(core.key) ?? { ops: 0, bytes: 0, parents: 0 }
    parked.parents += sign * (op?.parents.length ?? 0)
    parked.ops += sign
    parked.bytes += sign * block.bytes.byteLength
    if (parked.ops === 0) this.#perCore.delete(core.key)
    else this.#perCore.set(core.key, parked)
  }

  /** The ops that lacked nothing but this one, which is known now. */
  release(id: OpId): Waiting[] {
    const waiting = this.#waitingFor.get(id)
    if (waiting === undefined) return []
    this.#waitingFor.delete(id)
    return [...waiting].filter(
      (one) => one.lacks?.delete(id) === true && one.lacks.size === 0 && this.#parked.has(one.id),
    )
  }

  /** The ops that are due by now. */
  due(now: number): Waiting[] {
    return [...this.#ahead].filter(({ op }) => op !== undefined && op.at <= now + aheadMsMax)
  }

  /** When the next waiting op becomes due, ms; undefined if none waits for the clock. */
  nextDueAt(): number | undefined {
    let next: number | undefined
    for (const { op } of this.#ahead)
      if (op !== undefined && (next === undefined || op.at - aheadMsMax < next)) next = op.at - aheadMsMax
    return next
  }

  /**
   * What is cited and is neither known nor parked. Where that is more than may be told, every citing core has its turn: what one core makes up
   * keeps nobody from asking for what another one cites.
   */
  missing(): MissingParent[] {
    const byCore = [...this.#missingByCore().values()]
    const first = byCore.length === 0 ? 0 : this.#firstAsked % byCore.length
    const inTurn = [...byCore.slice(first), ...byCore.slice(0, first)]
    const found: MissingParent[] = []
    for (let round = 0; round < missingPerCoreMax; round++) {
      for (const list of inTurn) {
        const missing = list[round]
        if (missing !== undefined) found.push(missing)
        if (found.length < missingMax) continue
        this.#firstAsked = first + 1
        return found
      }
    }
    return found
  }

  /** At most `missingPerCoreMax` of each citing core, those that it cited first. */
  #missingByCore(): ReadonlyMap<CoreKey, readonly MissingParent[]> {
    const byCore = new Map<CoreKey, MissingParent[]>()
    for (const [id, waiting] of this.#waitingFor) {
      const [first] = waiting
      if (first === undefined || this.#parked.has(id) || first.needsUpgrade) continue
      const list = byCore.get(first.core.key) ?? []
      const missing = list.length < missingPerCoreMax ? missingOf(id, first) : undefined
      if (missing !== undefined) byCore.set(first.core.key, [...list, missing])
    }
    return byCore
  }
}
