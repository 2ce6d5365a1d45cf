import {
  type Block,
  type BlockDecoder,
  type CoreKey,
  createBlockDecoder,
  type LogId,
  noOp,
  type OpId,
  type ParentRef,
  toZ32,
} from '@hypergit/domain'
import { domainCrypto } from '../rules/domain-crypto.js'
import type { EvidenceBundle } from './bundle.js'
import type { Pace } from './pace.js'

/** A block of a bundle, with what the op in it rests on. */
export interface Placed {
  readonly block: Block
  readonly id: OpId
  readonly parents: readonly ParentRef[]
}

export type Ordered =
  | {
      readonly ok: true
      /** Every block after those that it rests on, the op itself last. */
      readonly blocks: readonly Block[]
      readonly op: Placed
    }
  | { readonly ok: false; readonly problem: string }

const no = (problem: string): { readonly ok: false; readonly problem: string } => ({ ok: false, problem })

export const repositoryDecoder = (log: LogId): BlockDecoder =>
  createBlockDecoder({
    log,
    kind: 'repository',
    blake2b256: domainCrypto.blake2b256,
    equivocation: domainCrypto.proofs.equivocation,
  })

type Placing = { readonly ok: true; readonly placed: Placed } | { readonly ok: false; readonly problem: string }

/**
 * The op in a block, where `before` is the id of the op before it in its core. A block that does not go on from there is malformed, and rests on
 * nothing else.
 */
export const placeBlock = (decoder: BlockDecoder, block: Block, before: OpId = noOp): Placing => {
  const { core, seq } = block
  if (seq === 0 && decoder.first(block).kind === 'stranger')
    return no(`core ${toZ32(core)} is no member of the log: its first block does not enter it`)
  const decoded = decoder.block(block)
  switch (decoded.kind) {
    case 'op':
      return {
        ok: true,
        placed: { block, id: decoded.op.id, parents: decoded.op.prev === before ? decoded.op.parents : [] },
      }
    case 'malformed':
      return { ok: true, placed: { block, id: decoded.id, parents: [] } }
    case 'future':
      return no(`block ${seq} of core ${toZ32(core)} is of version ${decoded.version}, which this program cannot judge`)
    default:
      return decoded satisfies never
  }
}

type Cores = ReadonlyMap<CoreKey, readonly Placed[]>

/** What an op rests on: the one before it in its core, then its parents. A problem for what is not in the bundle. */
const restsOn = ({ block, id, parents }: Placed, cores: Cores): readonly Placed[] | string => {
  const before = block.seq === 0 ? undefined : cores.get(block.core)?.[block.seq - 1]
  const found = before === undefined ? [] : [before]
  for (const parent of parents) {
    const cited = cores.get(parent.core)?.[parent.seq]
    if (cited?.id !== parent.id)
      return `the past is not whole: op ${toZ32(id)} cites op ${toZ32(parent.id)}, which is not in it`
    found.push(cited)
  }
  return found
}

/** Depth first, without recursion, since a past may be long. */
const pastInOrder = async (op: Placed, cores: Cores, pace: Pace): Promise<readonly Placed[] | string> => {
  const order: Placed[] = []
  const entered = new Set<Placed>([op])
  const first = restsOn(op, cores)
  if (typeof first === 'string') return first
  const stack = [{ placed: op, left: [...first] }]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.left.pop()
    if (next === undefined) {
      await pace()
      order.push(top.placed)
      stack.pop()
    } else if (!entered.has(next)) {
      entered.add(next)
      const below = restsOn(next, cores)
      if (typeof below === 'string') return below
      stack.push({ placed: next, left: [...below] })
    }
  }
  return order
}

/**
 * The blocks of a bundle in an order in which each can be judged: the whole past of its op, and nothing beside it. That a core forked shows without
 * what its ops cite, so of an equivocation it is the past within the core. Total.
 */
export const orderBlocks = async (
  { kind, log, op: id, cores: given }: EvidenceBundle,
  pace: Pace,
): Promise<Ordered> => {
  const decoder = repositoryDecoder(log)
  const cores = new Map<CoreKey, readonly Placed[]>()
  let op: Placed | undefined
  let count = 0
  for (const { core, blocks } of given) {
    const placed: Placed[] = []
    for (const [seq, bytes] of blocks.entries()) {
      await pace()
      const placing = placeBlock(decoder, { core, seq, bytes }, placed.at(-1)?.id)
      if (!placing.ok) return placing
      placed.push(kind === 'equivocation' ? { ...placing.placed, parents: [] } : placing.placed)
    }
    cores.set(core, placed)
    count += placed.length
    if (placed.at(-1)?.id === id) op = placed.at(-1)
  }
  if (op === undefined) return no(`op ${toZ32(id)} is not the last of any core in it`)
  const order = await pastInOrder(op, cores, pace)
  if (typeof order === 'string') return no(order)
  if (order.length !== count) return no(`${count - order.length} of its blocks are not in the past of op ${toZ32(id)}`)
  return { ok: true, blocks: order.map(({ block }) => block), op }
}
