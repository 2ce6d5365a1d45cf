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

/** A log as people write it: threads and comments by several cores in turn, every block of the same size. */
export const writtenLog = ({ keys, ops, blockBytes }: WrittenLogOptions): WrittenLog => {
  const [founder] = keys
  if (founder === undefined) throw new RangeError('a log needs at least one core')
  const writer = new LogWriter(logOfFounder(founder))
  const creation = writer.write(founder, create, [])
  const joins = keys.slice(1).map((core) => writer.write(core, { type: 'join' }, [creation.ref]))
  const opened = writer.write(founder, open(''), [])
  const beginning = [creation, ...joins, opened].map(({ block }) => block)

  let thread = opened.ref.id
  let last = opened.ref
  const written: Block[] = []
  for (let index = 0; index < ops; index++) {
    const core = keys[(index + 1) % keys.length] ?? founder
    const opens = (index + 1) % opsPerThread === 0
    const action = (body: string): Action => (opens ? open(body) : { type: 'comment', thread, body })
    const parents = last.core === core ? [] : [last]
    const body = 'x'.repeat(blockBytes - writer.measure(core, action(''), parents))
    const { block, ref } = writer.write(core, action(body), parents)
    if (block.bytes.byteLength !== blockBytes) throw new Error(`a block of ${block.bytes.byteLength} bytes`)
    if (opens) thread = ref.id
    last = ref
    written.push(block)
  }
  return { log: writer.log, beginning, ops: written, now: writer.now }
}

/** Blocks in batches of at most `blocksMax`. */
export const inBatches = (blocks: readonly Block[], blocksMax: number): Block[][] => {
  const batches: Block[][] = []
  for (let from = 0; from < blocks.length; from += blocksMax) batches.push(blocks.slice(from, from + blocksMax))
  return batches
}
