import b4a from 'b4a'
import type { Action } from '../action.js'
import type { Blake2b256, ProofVerifier } from '../engine.js'
import type { CoreKey, LogId, OpId } from '../ids.js'
import type { Block, Decoded, Op } from '../op.js'
import { actionShapes, originShape } from './action-shapes.js'
import { bodyHash, computeMalformedId, computeOpId } from './block-id.js'
import { splitBlock, type Layout } from './block-layout.js'
import type { Envelope } from './envelope-parts.js'
import { contentProblem, isEntry, positionProblem, type LogIdentity } from './envelope-problem.js'
import { idFromBytes, idToBytes } from './id-bytes.js'
import { readBody, readHeader, type BodyStructs, type HeaderStructs } from './read-structs.js'
import { readPurged, readStruct } from './struct-values.js'

export interface DecoderOptions extends LogIdentity {
  readonly blake2b256: Blake2b256
  readonly equivocation: ProofVerifier['equivocation']
}

/** What seq 0 of a core says of it (docs/protocol.md, section 3, membership). */
export type FirstBlock =
  | { readonly kind: 'member'; readonly decoded: Exclude<Decoded, { kind: 'future' }> }
  /** The core is no member of this log: it has no outcome and enters no list, whatever it holds. */
  | { readonly kind: 'stranger'; readonly detail: string }
  /** Of a higher version: whether it is a member is for that version to say. */
  | { readonly kind: 'future'; readonly version: number }

/** Decodes the blocks of one log. Every method is total: any bytes give a value, in time and memory bounded by their length. */
export interface BlockDecoder {
  /** A block as it lies in a core. The purged form is malformed here: a core holds whole blocks. */
  block(block: Block): Decoded
  /** The block at seq 0, where it also has to make its core a member. */
  first(block: Block): FirstBlock
  /**
   * A block that came by id: whole, or in its purged form. To be used only on bytes from a host that is trusted to have judged the whole block:
   * whether a body was within its bounds cannot be told from its hash, so two peers of which one had the body could come to disagree.
   */
  purged(block: Block): Decoded
}

/** The log that reads, its id also as bytes. */
interface Reading extends LogIdentity {
  readonly logBytes: Uint8Array
}

type Readable = Extract<Layout, { kind: 'whole' | 'purged' }>

const actionOf = (header: HeaderStructs, body: BodyStructs | undefined): Action => {
  const { action: type, origin } = header.envelope
  const shape = actionShapes[type]
  const action: Record<string, unknown> = { type }
  if (header.action !== undefined) readStruct(shape.header, header.action, action)
  if (body === undefined) readPurged(shape.body, action)
  else if (body.action !== undefined) readStruct(shape.body, body.action, action)
  if (origin !== null) {
    const record = readStruct(originShape.header, origin, {})
    if (body?.origin === undefined) readPurged(originShape.body, record)
    else readStruct(originShape.body, body.origin, record)
    action['origin'] = record
  }
  // The shapes are the action types field by field, and what a field may hold is checked next.
  return action as unknown as Action
}

const envelopeOf = (header: HeaderStructs, action: Action, { log, logBytes }: Reading): Envelope => ({
  // Nearly always the log that reads it, whose id is there already.
  log: b4a.equals(header.envelope.log, logBytes) ? log : (idFromBytes(header.envelope.log) as LogId),
  prev: idFromBytes(header.envelope.prev) as OpId,
  parents: header.envelope.parents.map((parent) => ({
    core: idFromBytes(parent.core) as CoreKey,
    seq: parent.seq,
    id: idFromBytes(parent.id) as OpId,
  })),
  at: header.envelope.at,
  action,
})

interface ReadBlock {
  readonly kind: 'read'
  readonly envelope: Envelope
  readonly layout: Readable
}
type Read =
  | ReadBlock
  | { readonly kind: 'unreadable'; readonly detail: string }
  | { readonly kind: 'future'; readonly version: number }

const unreadable = (detail: string): Read => ({ kind: 'unreadable', detail })

/** What a block says, wherever it stands; its place in the core and the graph is not looked at. */
const readBlock = (layout: Layout, reading: Reading): Read => {
  if (layout.kind === 'future') return layout
  if (layout.kind === 'broken') return unreadable(layout.detail)
  const header = readHeader(layout.header)
  if (header === undefined) return unreadable('the header is not what an author of this version writes')
  const { action: type, origin } = header.envelope
  const whole = layout.kind === 'whole'
  const body = whole ? readBody(layout.body, type, origin !== null) : undefined
  if (whole && body === undefined)
    return unreadable(`the body is not what an author of this version writes for ${type}`)
  const envelope = envelopeOf(header, actionOf(header, body), reading)
  const problem = contentProblem(envelope, reading, !whole)
  return problem === undefined ? { kind: 'read', envelope, layout } : unreadable(problem)
}

const splitWhole = (bytes: Uint8Array): Layout => {
  const layout = splitBlock(bytes)
  return layout.kind === 'purged'
    ? { kind: 'broken', detail: 'the body is missing: a core holds whole blocks' }
    : layout
}

const opOf = (block: Block, envelope: Envelope, layout: Readable, blake2b256: Blake2b256): Op => ({
  id: computeOpId(
    block,
    layout.header,
    layout.kind === 'whole' ? bodyHash(layout.body, blake2b256) : layout.bodyHash,
    blake2b256,
  ),
  core: block.core,
  seq: block.seq,
  log: envelope.log,
  prev: envelope.prev,
  parents: envelope.parents,
  at: envelope.at,
  action: envelope.action,
  purged: layout.kind === 'purged',
  byteLength: block.bytes.byteLength,
})

/** A decoder for one log (docs/protocol.md, section 3 and step 1 of section 4, as far as a block tells it without the graph). */
export const createBlockDecoder = ({ log, kind, blake2b256, equivocation }: DecoderOptions): BlockDecoder => {
  const identity: Reading = { log, kind, logBytes: idToBytes(log) }
  const malformed = (block: Block, detail: string): Extract<Decoded, { kind: 'malformed' }> => ({
    kind: 'malformed',
    id: computeMalformedId(block, blake2b256),
    detail,
  })

  /** Decoded, at its place; only what was read reaches this. */
  const placed = (block: Block, { envelope, layout }: ReadBlock): FirstBlock & { kind: 'member' } => {
    const problem = positionProblem(envelope, block, identity)
    if (problem !== undefined) return { kind: 'member', decoded: malformed(block, problem) }
    return { kind: 'member', decoded: { kind: 'op', op: opOf(block, envelope, layout, blake2b256) } }
  }

  const isForged = ({ action }: Envelope): boolean =>
    action.type === 'evidence.equivocation' && !equivocation(action.core, action.seq, action.proofA, action.proofB)

  const decode = (block: Block, layout: Layout, isTrusted: boolean): Decoded => {
    const read = readBlock(layout, identity)
    switch (read.kind) {
      case 'read':
        return isTrusted || !isForged(read.envelope)
          ? placed(block, read).decoded
          : malformed(block, 'the proofs do not show that the core forked at that seq')
      case 'unreadable':
        return malformed(block, read.detail)
      case 'future':
        return read
      default: {
        const never: never = read
        return never
      }
    }
  }

  const first = (block: Block): FirstBlock => {
    const read = readBlock(splitWhole(block.bytes), identity)
    if (read.kind === 'future') return read
    if (read.kind === 'unreadable') return { kind: 'stranger', detail: read.detail }
    const { envelope } = read
    return isEntry(envelope, block.core, identity)
      ? placed(block, read)
      : { kind: 'stranger', detail: `seq 0 is ${envelope.action.type}, which does not make a member of the log` }
  }

  return {
    block: (block) => decode(block, splitWhole(block.bytes), false),
    purged: (block) => decode(block, splitBlock(block.bytes), true),
    first,
  }
}
