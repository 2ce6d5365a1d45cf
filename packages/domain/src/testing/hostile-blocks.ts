import b4a from 'b4a'
import * as fc from 'fast-check'
import { pick, randomOf } from '../conformance/random.js'
import type { Action } from '../action.js'
import { computeMalformedId } from '../encoding/block-id.js'
import { type BlockDecoder, createBlockDecoder } from '../encoding/decode-block.js'
import { encodeUnchecked } from '../encoding/encode-op.js'
import { foundingAction, type LogKind } from '../encoding/log-kind.js'
import { type CoreKey, type LogId, noOp, type OpId, opId } from '../ids.js'
import type { Block, ParentRef } from '../op.js'
import { anyActionIn } from './action-arbitraries.js'
import { blake2b256 } from './blake2b256.js'
import { trustingCrypto } from './hashed-identities.js'

export interface HostileBlocksOptions {
  readonly log: LogId
  readonly kind: LogKind
  /** Of all cores, the founding one first. */
  readonly cores: readonly [CoreKey, ...CoreKey[]]
  readonly seed: number
  /** Only what a signed core can hold: each core's blocks in order, without gaps, repeats or second ones at a seq. */
  readonly inOrder?: boolean
}

/** An op that was judged and may be cited, and of which type it is. */
export interface SoundOp extends ParentRef {
  readonly type: string
}

/** What a core ends with, as its author knows it. */
interface Head {
  readonly id: OpId
  readonly seq: number
}

const samples = (kind: LogKind): readonly Action[] => fc.sample(anyActionIn(kind), { numRuns: 2_000, seed: 1 })
const drawnActions = new Map<LogKind, readonly Action[]>()
const actionsOf = (kind: LogKind): readonly Action[] => {
  const actions = drawnActions.get(kind) ?? samples(kind)
  drawnActions.set(kind, actions)
  return actions
}

const foundersTypes = ['thread.open', 'thread.open', 'role.set', 'role.set', 'mute', 'git.policy', 'ack'] as const
const opFields = ['thread', 'comment', 'replyTo', 'head', 'target']
const coreFields = ['core', 'target']
/** Ops of other cores that one block cites, at most, beside those that are made up. */
const citedMax = 4
/** Of the blocks, the founder's, which are all well-formed and mostly permitted: there has to be somebody whose ops decide about others'. */
const founderShare = 0.3

/**
 * Blocks that hostile authors may write, without end and from the seed alone: garbage, ops that name what is there or what is not, ops changed in
 * a few bytes, and, unless they are to be in order, blocks for seqs that are taken or not there yet. Each core begins as a member does.
 */
export class HostileBlocks {
  readonly #random: () => number
  readonly #actions: readonly Action[]
  readonly #decoder: BlockDecoder
  readonly #heads = new Map<CoreKey, Head>()
  readonly #written: ParentRef[] = []
  /** What others may cite: some of what was written, and what somebody else wrote. */
  readonly #sound: SoundOp[] = []
  readonly #threads: SoundOp[] = []
  readonly #blocks: Block[] = []

  constructor(private readonly options: HostileBlocksOptions) {
    const { log, kind, seed } = options
    this.#random = randomOf(seed)
    this.#actions = actionsOf(kind)
    this.#decoder = createBlockDecoder({ log, kind, blake2b256, ...trustingCrypto.proofs })
  }

  /** Ops that were judged and may be cited, whoever wrote them: what cites others is never judged. */
  know(op: SoundOp): void {
    this.#sound.push(op)
    if (op.type === 'thread.open') this.#threads.push(op)
  }

  next(): Block {
    const { cores } = this.options
    const [founder] = cores
    return this.nextOf(this.#random() < founderShare ? founder : (pick(cores, this.#random) ?? founder))
  }

  nextOf(core: CoreKey): Block {
    const block = this.#draw(core)
    this.#blocks.push(block)
    return block
  }

  #draw(core: CoreKey): Block {
    const { kind, cores, inOrder } = this.options
    const head = this.#heads.get(core)
    if (head === undefined) {
      const [founder] = cores
      const [first] = this.#sound
      if (core === founder) return this.#append(core, this.#encode(core, foundingFor(kind), []))
      return this.#append(core, this.#encode(core, { type: 'join' }, first === undefined ? [] : [first]))
    }
    const chance = this.#random()
    if (chance < 0.5 || core === cores[0]) return this.#append(core, this.#op(core))
    if (chance < 0.75) return this.#append(core, this.#changed(this.#op(core)))
    if (chance < 0.82 || inOrder === true) return this.#append(core, this.#garbage())
    if (chance < 0.9) return pick(this.#blocks, this.#random) ?? this.#append(core, this.#garbage())
    // A second block at a seq, or one beyond what is there, or at nobody's core.
    const bytes = chance < 0.95 ? this.#op(core) : this.#changed(this.#op(core))
    const seq = Math.floor(this.#random() * (head.seq + 3))
    return { core: chance < 0.98 ? core : (this.#unknownId() as string as CoreKey), seq, bytes }
  }

  #append(core: CoreKey, bytes: Uint8Array): Block {
    const seq = (this.#heads.get(core)?.seq ?? -1) + 1
    const block = { core, seq, bytes }
    const decoded = this.#decoder.block(block)
    const id = decoded.kind === 'op' ? decoded.op.id : computeMalformedId(block, blake2b256)
    this.#heads.set(core, { id, seq })
    this.#written.push({ core, seq, id })
    return block
  }

  #op(core: CoreKey): Uint8Array {
    const action = this.#action(core)
    const parents = Array.from({ length: Math.floor(this.#random() * citedMax) }, () => this.#parent(core))
      .filter((parent) => parent.core !== core || this.#errs(core, 0.01))
      .filter((parent, place, all) => all.findIndex(({ id }) => id === parent.id) === place || this.#errs(core, 0.01))
    return this.#encode(core, action, parents)
  }

  /** Of the founder only what needs nothing but a role. */
  #action(core: CoreKey): Action {
    const type = core === this.options.cores[0] ? pick(foundersTypes, this.#random) : undefined
    const from = type === undefined ? this.#actions : this.#actions.filter((action) => action.type === type)
    return this.#named(core, pick(from, this.#random) ?? { type: 'ack' })
  }

  #encode(core: CoreKey, action: Action, parents: readonly ParentRef[]): Uint8Array {
    const { log } = this.options
    const prev = this.#errs(core, 0.01) ? this.#unknownId() : (this.#heads.get(core)?.id ?? noOp)
    return encodeUnchecked({ log, prev, parents, at: this.#time(), action })
  }

  #time(): number {
    return this.#random() < 0.02
      ? Number.MAX_SAFE_INTEGER - Math.floor(this.#random() * 3)
      : this.#written.length * 1000
  }

  /** Whether an author breaks a rule here: the founder, who stays in good standing to decide about others, never does. */
  #errs(core: CoreKey, share: number): boolean {
    return this.#random() < share && core !== this.options.cores[0]
  }

  #parent(core: CoreKey): ParentRef {
    const cited = pick(this.#errs(core, 0.03) ? this.#written : this.#sound, this.#random)
    if (cited === undefined || this.#errs(core, 0.01))
      return { core: this.#unknownId() as string as CoreKey, seq: 1, id: this.#unknownId() }
    const { seq, id } = cited
    return { core: cited.core, seq: this.#errs(core, 0.01) ? seq + 1 : seq, id }
  }

  /** The action about ops and cores that there are, mostly. */
  #named(core: CoreKey, action: Action): Action {
    const others = this.options.cores.filter((other) => other !== core)
    const named = Object.entries(action).map(([name, value]) => {
      if (typeof value !== 'string' || this.#random() < 0.05) return [name, value]
      const takesCore = coreFields.includes(name) && (name !== 'target' || action.type !== 'react')
      if (takesCore) return [name, pick(others, this.#random) ?? value]
      const from = this.#random() < 0.9 ? this.#threads : this.#sound
      return [name, opFields.includes(name) ? (pick(from, this.#random)?.id ?? value) : value]
    })
    return Object.fromEntries(named) as Action
  }

  #changed(bytes: Uint8Array): Uint8Array {
    let changed = bytes
    const changes = 1 + Math.floor(this.#random() * 3)
    for (let count = 0; count < changes; count++) {
      const at = Math.floor(this.#random() * (changed.length + 1))
      const removed = Math.floor(this.#random() * (this.#random() < 0.1 ? changed.length : 3))
      const added = this.#bytes(Math.floor(this.#random() * 4))
      changed = b4a.concat([changed.subarray(0, at), added, changed.subarray(Math.min(changed.length, at + removed))])
    }
    return changed
  }

  #garbage(): Uint8Array {
    const garbage = this.#bytes(Math.floor(this.#random() * 300))
    // The version of this protocol, so that it is read on.
    if (garbage.length > 1 && this.#random() < 0.8) garbage.set([1, 0])
    return garbage
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#random() * 256)
  }

  #unknownId(): OpId {
    return opId(b4a.toString(this.#bytes(32), 'hex'))
  }
}

const foundingFor = (kind: LogKind): Action =>
  kind === 'repository'
    ? { type: foundingAction.repository, name: 'hostile', description: '', gitUrl: '', defaultBranch: 'main' }
    : { type: foundingAction.user, name: 'hostile' }
