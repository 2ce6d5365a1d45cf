import { pick, randomOf } from '../conformance/random.js'
import type { Action } from '../action.js'
import { bodyHash, computeMalformedId, computeOpId } from '../encoding/block-id.js'
import { splitBlock } from '../encoding/block-layout.js'
import { type BlockDecoder, createBlockDecoder } from '../encoding/decode-block.js'
import { encodeUnchecked } from '../encoding/encode-op.js'
import type { Envelope } from '../encoding/envelope-parts.js'
import { foundingAction, type LogKind } from '../encoding/log-kind.js'
import { type CoreKey, type LogId, noOp, type OpId } from '../ids.js'
import type { Block, ParentRef } from '../op.js'
import { blake2b256 } from './blake2b256.js'
import { trustingCrypto } from './hashed-identities.js'
import { ActionDrawer } from './hostile-actions.js'
import { mutationNames, mutations } from './hostile-bytes.js'
import { breakageNames, breakages, mildBreakages, unknownId, unresolvable } from './hostile-envelopes.js'
import { type Persona, personas } from './hostile-personas.js'
import { type SoundOp, Surroundings } from './hostile-surroundings.js'
import { Tally } from './tally.js'

export type { SoundOp } from './hostile-surroundings.js'

export interface HostileBlocksOptions {
  readonly log: LogId
  readonly kind: LogKind
  /** Of all cores, the founding one first. */
  readonly cores: readonly [CoreKey, ...CoreKey[]]
  readonly seed: number
  /** Only what a signed core can hold: each core's blocks in order, without gaps, repeats or second ones at a seq. */
  readonly inOrder?: boolean
}

/** How a block came about: `fitting`, the name of what was done to an op that fits, or where a block stands that does not go on from the last one. */
export type BlockKind = string

/** A core as its author knows it. */
interface Author {
  readonly core: CoreKey
  readonly persona: Persona
  readonly written: ParentRef[]
  isDead: boolean
}

/** Ops of other cores that one block cites, at most, beside those that are made up or that it is about. */
const citedMax = 3
/** How often it cites nothing but what it is about: who has seen little is overtaken by what they have not seen. */
const lonelyShare = 0.6
/** Of the blocks, the founder's, which are all well-formed and mostly permitted: there has to be somebody whose ops decide about others'. */
const founderShare = { repository: 0.2, user: 0.4 } as const
/** Cores that write at a time, beside the founder's: one that nobody looks at any more makes room for the next. */
const activeCores = { repository: 16, user: 5 } as const
/** Of the blocks, those that do not go on from their core's last op. */
const besideShare = 0.16
/** Of what others than a forger write. */
const fittingShare = 0.86
const forgedFittingShare = 0.35
/** Earlier ops that byte by byte changes start from. */
const recentMax = 32

/**
 * Blocks that hostile authors may write, without end and from the seed alone: ops about what is there, the same with something wrong in the envelope,
 * with bytes changed, cut or put together from two, and, unless they are to be in order, for seqs that are taken or not there yet. Most cores
 * begin as a member does, and all of them where they are to be in order.
 */
export class HostileBlocks {
  /** How many blocks of each kind were drawn. */
  readonly drawn = new Tally()
  readonly #random: () => number
  readonly #decoder: BlockDecoder
  readonly #around = new Surroundings()
  readonly #actions: ActionDrawer
  readonly #authors = new Map<CoreKey, Author>()
  readonly #written: ParentRef[] = []
  readonly #blocks: Block[] = []
  /** Envelopes and bytes of ops that fit. */
  readonly #recent: { readonly envelope: Envelope; readonly bytes: Uint8Array }[] = []
  #begun: number

  constructor(private readonly options: HostileBlocksOptions) {
    const { log, kind, cores, seed } = options
    this.#random = randomOf(seed)
    this.#begun = activeCores[kind]
    this.#decoder = createBlockDecoder({ log, kind, blake2b256, ...trustingCrypto.proofs })
    this.#actions = new ActionDrawer({ log, kind, cores, around: this.#around, random: this.#random })
  }

  /** Ops that were judged and may be cited, whoever wrote them: what cites others is never judged. */
  know(op: SoundOp): void {
    this.#around.know(op)
  }

  /** Nobody looks at what the core writes from here on. It writes on, but seldom. */
  bury(core: CoreKey): void {
    const author = this.#author(core)
    if (author.isDead) return
    author.isDead = true
    this.#begun++
  }

  next(): Block {
    const { cores, kind } = this.options
    const [founder] = cores
    if (this.#random() < founderShare[kind]) return this.nextOf(founder)
    const begun = cores.slice(1, 1 + this.#begun)
    const core = pick(begun, this.#random) ?? founder
    const isSpared = this.#authors.get(core)?.isDead === true && this.#random() < 0.8
    return this.nextOf(isSpared ? (begun.findLast((one) => this.#authors.get(one)?.isDead !== true) ?? core) : core)
  }

  nextOf(core: CoreKey): Block {
    const [kind, block] = this.#draw(this.#author(core))
    this.drawn.add(kind)
    this.#blocks.push(block)
    return block
  }

  #author(core: CoreKey): Author {
    const known = this.#authors.get(core)
    if (known !== undefined) return known
    const isFounder = core === this.options.cores[0]
    const persona = isFounder ? 'founder' : (pick(personas, this.#random) ?? 'forger')
    const author: Author = { core, persona, written: [], isDead: false }
    this.#authors.set(core, author)
    return author
  }

  #draw(author: Author): readonly [BlockKind, Block] {
    const { persona, written } = author
    if (written.length === 0) return this.#first(author)
    if (persona === 'founder') return ['fitting', this.#append(author, this.#fitting(author), true)]
    if (this.options.inOrder !== true && this.#random() < besideShare) return this.#beside(author)
    const chance = this.#random()
    const fits = persona === 'forger' ? forgedFittingShare : fittingShare
    if (chance < fits) return ['fitting', this.#append(author, this.#fitting(author), true)]
    if (chance < fits + (1 - fits) * 0.6) return this.#broken(author)
    return this.#mutated(author)
  }

  #first(author: Author): readonly [BlockKind, Block] {
    const { kind, log, cores, inOrder } = this.options
    const [founder] = cores
    const [first] = this.#around.sound
    const envelope = { log, prev: noOp, parents: first === undefined ? [] : [first], at: 0 }
    if (author.core === founder)
      return [
        'founding',
        this.#append(author, encodeUnchecked({ ...envelope, parents: [], action: foundingFor(kind) }), true),
      ]
    const isOther = inOrder !== true && this.#random() < 0.03
    const action: Action = isOther ? this.#actions.any() : { type: 'join' }
    return [isOther ? 'strange' : 'join', this.#append(author, encodeUnchecked({ ...envelope, action }), true)]
  }

  #fitting(author: Author): Uint8Array {
    const envelope = this.#envelope(author)
    const bytes = encodeUnchecked(envelope)
    this.#recent[this.#written.length % recentMax] = { envelope, bytes }
    return bytes
  }

  #envelope(author: Author): Envelope {
    const { core, persona, written } = author
    const { action, cites } = this.#actions.next(core, persona)
    const parents = new Map<OpId, ParentRef>()
    for (const cited of cites) parents.set(cited.id, cited)
    const cited = this.#random() < lonelyShare ? 0 : Math.floor(this.#random() * citedMax) + 1
    for (let count = 0; count < cited; count++) {
      const other = pick(this.#around.sound, this.#random)
      if (other !== undefined) parents.set(other.id, other)
    }
    return {
      log: this.options.log,
      prev: written.at(-1)?.id ?? noOp,
      parents: [...parents.values()].flatMap((cited) =>
        cited.core === core ? [] : [{ core: cited.core, seq: cited.seq, id: cited.id }],
      ),
      at: this.#written.length * 1_000,
      action,
    }
  }

  /** An op of their own, or what another one wrote in their place, with something wrong about it. */
  #broken(author: Author): readonly [BlockKind, Block] {
    const { core, written } = author
    const fitting = this.#envelope(author)
    const copied = this.#random() < 0.3 ? pick(this.#recent, this.#random)?.envelope.action : undefined
    const envelope = copied === undefined ? fitting : { ...fitting, action: copied }
    const name = pick(this.#random() < 0.6 ? mildBreakages : breakageNames, this.#random) ?? 'otherField'
    const like = this.#actions.like(envelope.action.type)
    const reach = { core, written: this.#written, own: written, like, random: this.#random }
    // Whatever comes after one that waits for ever waits as well.
    if (unresolvable.includes(name)) this.bury(core)
    return [name, this.#append(author, encodeUnchecked(breakages[name](envelope, reach)), false)]
  }

  /** The core ends by it, mostly; beside what it wrote, at a seq that is taken, what does not decode belongs nowhere. */
  #mutated(author: Author, isBeside = false): readonly [BlockKind, Block] {
    const name = pick(mutationNames, this.#random) ?? 'flip'
    const bytes = this.#random() < 0.5 ? encodeUnchecked(this.#envelope(author)) : this.#recentBytes()
    const changed = mutations[name](bytes, this.#recentBytes(), this.#random)
    if (this.options.inOrder === true || !isBeside) return [name, this.#append(author, changed, false)]
    const seq = Math.floor(this.#random() * author.written.length)
    return [name, { core: author.core, seq, bytes: changed }]
  }

  #recentBytes(): Uint8Array {
    return pick(this.#recent, this.#random)?.bytes ?? new Uint8Array(1)
  }

  /** What does not go on from the core's last op. */
  #beside(author: Author): readonly [BlockKind, Block] {
    const { core, written } = author
    if (this.#random() < 0.4) return this.#mutated(author, true)
    const chance = this.#random()
    if (chance < 0.3)
      return ['again', pick(this.#blocks, this.#random) ?? this.#append(author, new Uint8Array(1), false)]
    if (chance < 0.75) return ['fork', this.#fork(author)]
    const bytes = this.#fitting(author)
    if (chance < 0.9) return ['gap', { core, seq: written.length + 1 + Math.floor(this.#random() * 3), bytes }]
    const nobody = unknownId(this.#random) as string as CoreKey
    return ['stranger', { core: nobody, seq: Math.floor(this.#random() * 2), bytes }]
  }

  /** A second op in a place, and now and then the core goes on from there. */
  #fork(author: Author): Block {
    const { core, written } = author
    const seq = 1 + Math.floor(this.#random() * written.length)
    const prev = written[seq - 1]?.id ?? noOp
    const bytes = encodeUnchecked({ ...this.#envelope(author), prev })
    const block = { core, seq, bytes }
    const ref = this.#refOf(block, true, () => undefined)
    this.#written.push(ref)
    if (this.#random() < 0.2) written.splice(seq, written.length - seq, ref)
    return block
  }

  #append(author: Author, bytes: Uint8Array, isWellFormed: boolean): Block {
    const { core, written } = author
    const block = { core, seq: written.length, bytes }
    const ref = this.#refOf(block, isWellFormed, () => this.bury(core))
    written.push(ref)
    this.#written.push(ref)
    return block
  }

  /** What is well-formed need not be decoded for its id. */
  #refOf(block: Block, isWellFormed: boolean, onMalformed: () => void): ParentRef {
    const { core, seq, bytes } = block
    const layout = isWellFormed ? splitBlock(bytes) : undefined
    if (layout?.kind === 'whole')
      return { core, seq, id: computeOpId(block, layout.header, bodyHash(layout.body, blake2b256), blake2b256) }
    const decoded = this.#decoder.block(block)
    if (decoded.kind === 'op') return { core, seq, id: decoded.op.id }
    onMalformed()
    return { core, seq, id: computeMalformedId(block, blake2b256) }
  }
}

const foundingFor = (kind: LogKind): Action =>
  kind === 'repository'
    ? { type: foundingAction.repository, name: 'hostile', description: '', gitUrl: '', defaultBranch: 'main' }
    : { type: foundingAction.user, name: 'hostile' }
