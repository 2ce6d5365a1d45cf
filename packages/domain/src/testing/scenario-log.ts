import type { Action } from '../action.js'
import { computeMalformedId } from '../encoding/block-id.js'
import { createBlockDecoder, type BlockDecoder } from '../encoding/decode-block.js'
import { encodeUnchecked } from '../encoding/encode-op.js'
import { foundingAction, type LogKind } from '../encoding/log-kind.js'
import { logOfFounder, noOp, type CoreKey, type LogId, type OpId } from '../ids.js'
import type { Block, Decoded, ParentRef } from '../op.js'
import { blake2b256 } from './blake2b256.js'
import { trustingCrypto } from './hashed-identities.js'
import { coreOf } from './core-names.js'

/** A block that a test's author appended, with the id that its decoder gives it. */
export interface Appended {
  readonly id: OpId
  readonly core: CoreKey
  readonly seq: number
  readonly block: Block
  readonly parents: readonly ParentRef[]
  /** Whether it decodes; what does not cannot be cited, nor what its core writes after it. */
  readonly citable: boolean
}

export interface AppendOptions {
  /** `all`, the default: everything citable that was appended before. Else the ops whose closure, with the core's own ops, is the past. */
  readonly sees?: 'all' | readonly OpId[]
  /** ms; by default the number of ops appended so far, from 1, × 1,000. */
  readonly at?: number
}

export interface ScenarioLogOptions {
  readonly kind?: LogKind
  readonly seed?: string
}

type Frontier = ReadonlyMap<CoreKey, number>

const founding = (kind: LogKind): Action =>
  kind === 'repository'
    ? { type: foundingAction.repository, name: 'scenario', description: '', gitUrl: '', defaultBranch: 'main' }
    : { type: foundingAction.user, name: 'scenario' }

/** The op's id; for what is malformed or of a higher version the id that stands for such bytes, and that nothing can cite. */
const idOf = (block: Block, decoded: Decoded): OpId =>
  decoded.kind === 'op' ? decoded.op.id : computeMalformedId(block, blake2b256)

/**
 * A log that a test writes op by op: the first name founds it, the others join having seen its first op only. Blocks are real ones; keys and
 * ids follow from names, seed and actions alone. Nothing is refused, so that a test can write what no client would.
 */
export class ScenarioLog {
  readonly log: LogId
  readonly kind: LogKind
  readonly decoder: BlockDecoder
  /** In the order in which they were appended, which is a causal one. */
  readonly appended: Appended[] = []
  readonly #seed: string
  readonly #chains = new Map<CoreKey, Appended[]>()
  readonly #newestCitable = new Map<CoreKey, number>()
  readonly #frontiers = new Map<OpId, Frontier>()
  #steps = 0

  constructor(names: readonly [string, ...string[]], { kind = 'repository', seed = 'test' }: ScenarioLogOptions = {}) {
    this.kind = kind
    this.#seed = seed
    this.log = logOfFounder(this.core(names[0]))
    this.decoder = createBlockDecoder({ log: this.log, kind, blake2b256, ...trustingCrypto.proofs })
    const first = this.append(names[0], founding(kind), { at: 0 })
    for (const name of names.slice(1)) this.append(name, { type: 'join' }, { sees: [first.id], at: 0 })
  }

  core(name: string): CoreKey {
    return coreOf(name, this.#seed)
  }

  get blocks(): readonly Block[] {
    return this.appended.map(({ block }) => block)
  }

  /** A core's newest op; undefined for a name that has written nothing. */
  head(name: string): Appended | undefined {
    return this.#chains.get(this.core(name))?.at(-1)
  }

  append(name: string, action: Action, { sees = 'all', at }: AppendOptions = {}): Appended {
    const core = this.core(name)
    if (at === undefined) this.#steps++
    const parents = this.#parentsFor(core, sees === 'all' ? this.#newestCitable : this.#union(sees))
    const envelope = { log: this.log, prev: this.head(name)?.id ?? noOp, parents, at: at ?? this.#steps * 1000, action }
    return this.#push(core, encodeUnchecked(envelope), parents)
  }

  /** Appends any bytes as the core's next block. */
  appendRaw(name: string, bytes: Uint8Array): Appended {
    return this.#push(this.core(name), bytes, [])
  }

  #push(core: CoreKey, bytes: Uint8Array, parents: readonly ParentRef[]): Appended {
    const chain = this.#chains.get(core) ?? []
    const block: Block = { core, seq: chain.length, bytes }
    const decoded = this.decoder.block(block)
    const id = idOf(block, decoded)
    const previous = chain.at(-1)
    const citable = decoded.kind === 'op' && (previous?.citable ?? true)
    const entry: Appended = { id, core, seq: block.seq, block, parents, citable }
    this.#frontiers.set(id, this.#frontierOf(entry, previous))
    if (citable) this.#newestCitable.set(core, entry.seq)
    chain.push(entry)
    this.#chains.set(core, chain)
    this.appended.push(entry)
    return entry
  }

  /** core → the highest seq of it that is the op itself or in its past. */
  #frontierOf(entry: Appended, previous: Appended | undefined): Frontier {
    const frontier = this.#union([
      ...entry.parents.map(({ id }) => id),
      ...(previous === undefined ? [] : [previous.id]),
    ])
    frontier.set(entry.core, entry.seq)
    return frontier
  }

  #union(ids: readonly OpId[]): Map<CoreKey, number> {
    const union = new Map<CoreKey, number>()
    for (const id of ids) {
      for (const [core, seq] of this.#frontiers.get(id) ?? []) union.set(core, Math.max(seq, union.get(core) ?? 0))
    }
    return union
  }

  /** The maximal ops of other cores in `seen`, without what the core's own past already reaches. */
  #parentsFor(core: CoreKey, seen: Frontier): readonly ParentRef[] {
    const own = this.#chains.get(core)?.at(-1)
    const ownPast = own === undefined ? new Map<CoreKey, number>() : this.#frontiers.get(own.id)
    const heads: Appended[] = []
    for (const [other, seq] of seen) {
      const head = this.#chains.get(other)?.[seq]
      if (other !== core && head !== undefined && seq > (ownPast?.get(other) ?? -1)) heads.push(head)
    }
    return heads
      .filter(
        (head) => !heads.some((by) => by !== head && (this.#frontiers.get(by.id)?.get(head.core) ?? -1) >= head.seq),
      )
      .map(({ core, seq, id }) => ({ core, seq, id }))
  }
}

/** A log founded by the first name and joined by the others. */
export const scenarioLog = (names: readonly [string, ...string[]], options?: ScenarioLogOptions): ScenarioLog =>
  new ScenarioLog(names, options)
