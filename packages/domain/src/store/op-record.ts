import b4a from 'b4a'
import { fixed32, state as cursor, string, uint, uint8 } from 'compact-encoding'
import { encodeId, idFromBytes } from '../encoding/id-bytes.js'
import type { ChainViolation } from '../graph/core-state.js'
import type { FrontierTrail, KnownOp, OpTarget } from '../graph/known-op.js'
import { coreKey, type OpId, opId } from '../ids.js'
import type { Op } from '../op.js'
import { isPlainlyAccepted, type Ruling } from '../outcome/ruling.js'
import type { Standing } from '../views/standing.js'
import { cutRecord, putBytes, roomForRecord } from './record-room.js'

/** What few ops have, as JSON. */
interface Rarely {
  /** Without it, accepted by the rule of its action. */
  readonly ruling?: Ruling
  readonly standing?: Standing
  readonly violationBefore?: ChainViolation
}

/** What is stored of an op beside its block. */
export interface OpHead extends Rarely {
  /** Number of its chain. */
  readonly chain: number
  readonly seq: number
  /** The op before it, of what is malformed; otherwise the block says it. */
  readonly prev?: OpId
  readonly height: number
  readonly at: number
  readonly n: number
  readonly numberMax: number
  readonly number?: number
  /** Its thread, where it is not its target. */
  readonly thread?: OpId
  readonly target?: OpTarget
  /** Steps 1 to 3 settled it. */
  readonly isSettled: boolean
  readonly isMalformed: boolean
  /** The predecessor that its frontier is stored against: 0 the op before it, n its n-th parent; without it, a checkpoint. */
  readonly base?: number
  readonly trailDepth: number
  readonly advances: FrontierTrail['advances']
  readonly version: number
}

/** Which of the optional parts are there. */
const has = {
  number: 1,
  thread: 2,
  target: 4,
  reached: 8,
  settled: 16,
  malformed: 32,
  base: 64,
  rarely: 128,
} as const

/** A uint takes at most so many bytes. */
const uintBytesMax = 9
const idBytes = 32
/** Flags, and the uints and ids that a head has at most, its lists aside. */
const headBytesMax = 1 + 12 * uintBytesMax + 4 * idBytes

const isPlain = ({ ruling, op }: KnownOp): boolean => isPlainlyAccepted(ruling) && ruling.rule === op?.action.type

const baseIndex = ({ trail, prev, op }: KnownOp): number =>
  trail.base === prev ? 0 : 1 + (op?.parents.findIndex(({ id }) => id === trail.base) ?? -1)

/** The id of the predecessor that a stored frontier rests on. */
export const baseOf = ({ base, prev }: OpHead, op: Op | undefined): OpId | undefined => {
  if (base === undefined) return undefined
  return base === 0 ? (op?.prev ?? prev) : op?.parents[base - 1]?.id
}

const rarelyOf = (known: KnownOp): Uint8Array | undefined => {
  const { standing, violationBefore } = known
  const plain = isPlain(known)
  if (plain && standing === undefined && violationBefore === undefined) return undefined
  const rarely: Rarely = {
    ...(plain ? {} : { ruling: known.ruling }),
    ...(standing === undefined ? {} : { standing }),
    ...(violationBefore === undefined ? {} : { violationBefore }),
  }
  return b4a.from(JSON.stringify(rarely))
}

/** The value of collection `op`: a head, then the block. */
export const encodeOpRecord = (known: KnownOp): Uint8Array => {
  const { trail, target, block } = known
  const thread = known.thread === target?.id ? undefined : known.thread
  const rarely = rarelyOf(known)
  const bytesMax =
    headBytesMax + 2 * uintBytesMax * trail.advances.length + (rarely?.byteLength ?? 0) + block.byteLength
  const state = roomForRecord(bytesMax)
  uint8.encode(
    state,
    (known.number === undefined ? 0 : has.number) |
      (thread === undefined ? 0 : has.thread) |
      (target === undefined ? 0 : has.target) |
      (target?.reached === true ? has.reached : 0) |
      (known.settled === undefined ? 0 : has.settled) |
      (known.op === undefined ? has.malformed : 0) |
      (trail.base === undefined ? 0 : has.base) |
      (rarely === undefined ? 0 : has.rarely),
  )
  uint.encode(state, known.chain.number)
  uint.encode(state, known.seq)
  uint.encode(state, known.height)
  uint.encode(state, known.at)
  uint.encode(state, known.n)
  uint.encode(state, known.numberMax)
  uint.encode(state, known.version)
  uint.encode(state, trail.depth)
  if (known.number !== undefined) uint.encode(state, known.number)
  if (thread !== undefined) encodeId(state, thread)
  if (target !== undefined) {
    encodeId(state, target.id)
    encodeId(state, target.core)
  }
  if (known.op === undefined) encodeId(state, known.prev)
  if (trail.base !== undefined) {
    uint.encode(state, baseIndex(known))
    uint.encode(state, trail.advances.length)
    for (const [chain, count] of trail.advances) {
      uint.encode(state, chain)
      uint.encode(state, count)
    }
  }
  if (rarely !== undefined) {
    uint.encode(state, rarely.byteLength)
    putBytes(state, rarely)
  }
  putBytes(state, block)
  return cutRecord(state)
}

type Cursor = ReturnType<typeof cursor>

const readId = (state: Cursor): string => idFromBytes(fixed32.decode(state))

const readAdvances = (state: Cursor): FrontierTrail['advances'] => {
  const advances: [number, number][] = []
  for (let left = uint.decode(state); left > 0; left--) advances.push([uint.decode(state), uint.decode(state)])
  return advances
}

/** What `encodeOpRecord` wrote; the program reads only its own records, so nothing is checked again. */
export const decodeOpRecord = (value: Uint8Array): { readonly head: OpHead; readonly block: Uint8Array } => {
  const state = cursor(0, value.byteLength, value)
  const flags = uint8.decode(state)
  const head: { -readonly [Key in keyof OpHead]: OpHead[Key] } = {
    chain: uint.decode(state),
    seq: uint.decode(state),
    height: uint.decode(state),
    at: uint.decode(state),
    n: uint.decode(state),
    numberMax: uint.decode(state),
    version: uint.decode(state),
    trailDepth: uint.decode(state),
    isSettled: (flags & has.settled) !== 0,
    isMalformed: (flags & has.malformed) !== 0,
    advances: [],
  }
  if ((flags & has.number) !== 0) head.number = uint.decode(state)
  if ((flags & has.thread) !== 0) head.thread = opId(readId(state))
  if ((flags & has.target) !== 0) {
    head.target = { id: opId(readId(state)), core: coreKey(readId(state)), reached: (flags & has.reached) !== 0 }
  }
  if (head.isMalformed) head.prev = opId(readId(state))
  if ((flags & has.base) !== 0) {
    head.base = uint.decode(state)
    head.advances = readAdvances(state)
  }
  if ((flags & has.rarely) !== 0) Object.assign(head, JSON.parse(string.decode(state)) as Rarely)
  return { head, block: value.subarray(state.start) }
}
