import {
  type Action,
  type Block,
  type BlockDecoder,
  type CoreKey,
  createBlockDecoder,
  encodeOp,
  type LogId,
  logOfFounder,
  noOp,
  type OpId,
  type ParentRef,
} from '@hypergit/domain'
import { blake2b256, trustingCrypto } from '@hypergit/domain/testing'

export interface WrittenLogOptions {
  /** Cores that write in turn, each citing the op before; the first one founds the log. */
  readonly keys: readonly CoreKey[]
  readonly ops: number
  /** Size of every op's block. */
  readonly blockBytes: number
}

export interface WrittenLog {
  readonly log: LogId
  /** The creation, a thread and everybody's join. */
  readonly beginning: readonly Block[]
  /** The ops to be measured. */
  readonly ops: readonly Block[]
  /** A clock that none of the ops is ahead of, ms. */
  readonly now: number
}

const firstAt = Date.UTC(2025, 0, 1)
const stepMs = 1_000
/** One op in so many opens a thread, the others are comments in the latest one. */
const opsPerThread = 100

interface Head {
  readonly id: OpId
  readonly seq: number
}

/** Writes blocks of a log, those of each core linked one to the other. */
export class LogWriter {
  readonly #heads = new Map<CoreKey, Head>()
  readonly #decoder: BlockDecoder
  #at = firstAt

  constructor(readonly log: LogId) {
    this.#decoder = createBlockDecoder({ log, kind: 'repository', ...trustingCrypto.proofs, blake2b256 })
  }

  get now(): number {
    return this.#at
  }

  write(
    core: CoreKey,
    action: Action,
    parents: readonly ParentRef[],
  ): { readonly block: Block; readonly ref: ParentRef } {
    const head = this.#heads.get(core)
    const seq = head === undefined ? 0 : head.seq + 1
    this.#at += stepMs
    const envelope = { log: this.log, prev: head?.id ?? noOp, parents, at: this.#at, action }
    const encoded = encodeOp(envelope, { core, seq }, { log: this.log, kind: 'repository' })
    if (!encoded.ok) throw new Error(`the workload writes what no author could: ${encoded.problem}`)
    const block: Block = { core, seq, bytes: encoded.bytes }
    const decoded = this.#decoder.block(block)
    if (decoded.kind !== 'op') throw new Error(`the workload writes what no reader decodes: ${decoded.kind}`)
    this.#heads.set(core, { id: decoded.op.id, seq })
    return { block, ref: { core, seq, id: decoded.op.id } }
  }

  /** The byte length that the core's next block would have. */
  measure(core: CoreKey, action: Action, parents: readonly ParentRef[]): number {
    const head = this.#heads.get(core)
    const at = { core, seq: head === undefined ? 0 : head.seq + 1 }
    const envelope = { log: this.log, prev: head?.id ?? noOp, parents, at: this.#at + stepMs, action }
    const encoded = encodeOp(envelope, at, { log: this.log, kind: 'repository' })
    return encoded.ok ? encoded.bytes.byteLength : Number.NaN
  }
}

export const open = (body: string): Action => ({ type: 'thread.open', kind: 'issue', title: 'A title', body })

export const create: Action = {
  type: 'repository.create',
  name: 'bench',
  description: '',
  gitUrl: '',
  defaultBranch: 'main',
}

/**
 * A log as people write it: threads and comments by several cores in turn, each citing the op before, every block of the same size. Written as it
 * is asked for, so that long ones need not be in memory.
 */
export class LogInTurns {
  /** The creation, a thread and everybody's join. */
  readonly beginning: readonly Block[]
  readonly #writer: LogWriter
  #thread: OpId
  #last: ParentRef
  #written = 0

  constructor(readonly options: Omit<WrittenLogOptions, 'ops'>) {
    const [founder] = options.keys
    if (founder === undefined) throw new RangeError('a log needs at least one core')
    this.#writer = new LogWriter(logOfFounder(founder))
    const creation = this.#writer.write(founder, create, [])
    const joins = options.keys.slice(1).map((core) => this.#writer.write(core, { type: 'join' }, [creation.ref]))
    const opened = this.#writer.write(founder, open(''), [])
    this.beginning = [creation, ...joins, opened].map(({ block }) => block)
    this.#thread = opened.ref.id
    this.#last = opened.ref
  }

  get log(): LogId {
    return this.#writer.log
  }

  /** A clock that none of the ops so far is ahead of, ms. */
  get now(): number {
    return this.#writer.now
  }

  next(count: number): readonly Block[] {
    return Array.from({ length: count }, () => this.#nextOp())
  }

  #nextOp(): Block {
    const { keys, blockBytes } = this.options
    this.#written += 1
    const core = keys[this.#written % keys.length] ?? this.#last.core
    const opens = this.#written % opsPerThread === 0
    const action = (body: string): Action => (opens ? open(body) : { type: 'comment', thread: this.#thread, body })
    const parents = this.#last.core === core ? [] : [this.#last]
    const body = 'x'.repeat(blockBytes - this.#writer.measure(core, action(''), parents))
    const { block, ref } = this.#writer.write(core, action(body), parents)
    if (block.bytes.byteLength !== blockBytes) throw new Error(`a block of ${block.bytes.byteLength} bytes`)
    if (opens) this.#thread = ref.id
    this.#last = ref
    return block
  }
}

/** Such a log of so many ops, written beforehand. */
export const writtenLog = ({ ops, ...options }: WrittenLogOptions): WrittenLog => {
  const turns = new LogInTurns(options)
  return { log: turns.log, beginning: turns.beginning, ops: turns.next(ops), now: turns.now }
}

/** Blocks in batches of at most `blocksMax`. */
export const inBatches = (blocks: readonly Block[], blocksMax: number): Block[][] => {
  const batches: Block[][] = []
  for (let from = 0; from < blocks.length; from += blocksMax) batches.push(blocks.slice(from, from + blocksMax))
  return batches
}
