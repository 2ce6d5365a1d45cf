import { type CoreKey, coreKey, type OpId, opId } from '@hypergit/domain'
import b4a from 'b4a'
import { decode, encode, fixed32, string, uint } from 'compact-encoding'
import type { CoreState } from '../log-api.js'

/** What this machine keeps about one core of a log, beside its blocks. */
export interface HeadRecord {
  readonly core: CoreKey
  /** Blocks stored without a gap from the first one; `id` is the op of the last. */
  readonly length: number
  readonly id: OpId
  /** Sum over the blocks. */
  readonly byteLength: number
  /** Bytes kept beside cores on this one's account: blocks of branches that its ops cite, and proofs that it forked. */
  readonly besideBytes?: number
  /** Name of the own core; absent: somebody else's. */
  readonly ownName?: string
  /** Length of the signed tree, where more of it is proven than there are blocks. */
  readonly treeLength?: number
  /** A verdict: blocks from here on are neither asked for nor served; `keepId` is the op before, if it is here. */
  readonly keep?: number
  readonly keepId?: OpId
  /** Arrivals of `day` (days since 1970, UTC), for the quota. */
  readonly day: number
  readonly dayOps: number
  readonly dayBytes: number
}

const flagOwn = 1
const flagKeep = 2
const flagKeepId = 4
const flagTree = 8
const flagBeside = 16

type State = Parameters<typeof uint.decode>[0]

const fields = {
  preencode(state: State, record: HeadRecord): void {
    uint.preencode(state, 0)
    uint.preencode(state, record.length)
    state.end += 32
    uint.preencode(state, record.byteLength)
    for (const count of [record.day, record.dayOps, record.dayBytes]) uint.preencode(state, count)
    if (record.ownName !== undefined) string.preencode(state, record.ownName)
    if (record.keep !== undefined) uint.preencode(state, record.keep)
    if (record.keepId !== undefined) state.end += 32
    if (record.treeLength !== undefined) uint.preencode(state, record.treeLength)
    if (record.besideBytes !== undefined) uint.preencode(state, record.besideBytes)
  },
  encode(state: State, record: HeadRecord): void {
    const own = record.ownName === undefined ? 0 : flagOwn
    const keep = record.keep === undefined ? 0 : flagKeep
    const keepId = record.keepId === undefined ? 0 : flagKeepId
    const partial = record.treeLength === undefined ? 0 : flagTree
    const beside = record.besideBytes === undefined ? 0 : flagBeside
    uint.encode(state, own | keep | keepId | partial | beside)
    uint.encode(state, record.length)
    fixed32.encode(state, b4a.from(record.id, 'hex'))
    uint.encode(state, record.byteLength)
    for (const count of [record.day, record.dayOps, record.dayBytes]) uint.encode(state, count)
    if (record.ownName !== undefined) string.encode(state, record.ownName)
    if (record.keep !== undefined) uint.encode(state, record.keep)
    if (record.keepId !== undefined) fixed32.encode(state, b4a.from(record.keepId, 'hex'))
    if (record.treeLength !== undefined) uint.encode(state, record.treeLength)
    if (record.besideBytes !== undefined) uint.encode(state, record.besideBytes)
  },
}

/** The record's bytes, without its core, which is in the key it is stored under. */
export const encodeHeadRecord = (record: HeadRecord): Uint8Array => encode({ ...fields, decode: () => record }, record)

/** Reads what `encodeHeadRecord` wrote. */
export const decodeHeadRecord = (core: CoreKey, bytes: Uint8Array): HeadRecord =>
  decode(
    {
      ...fields,
      decode(state: State): HeadRecord {
        const flags = uint.decode(state)
        const record = {
          core,
          length: uint.decode(state),
          id: opId(b4a.toString(fixed32.decode(state), 'hex')),
          byteLength: uint.decode(state),
          day: uint.decode(state),
          dayOps: uint.decode(state),
          dayBytes: uint.decode(state),
        }
        return {
          ...record,
          ...((flags & flagOwn) === 0 ? {} : { ownName: string.decode(state) }),
          ...((flags & flagKeep) === 0 ? {} : { keep: uint.decode(state) }),
          ...((flags & flagKeepId) === 0 ? {} : { keepId: opId(b4a.toString(fixed32.decode(state), 'hex')) }),
          ...((flags & flagTree) === 0 ? {} : { treeLength: uint.decode(state) }),
          ...((flags & flagBeside) === 0 ? {} : { besideBytes: uint.decode(state) }),
        }
      },
    },
    bytes,
  )

/** Everything that is stored on a core's account. */
export const storedBytes = ({ byteLength, besideBytes = 0 }: Pick<HeadRecord, 'byteLength' | 'besideBytes'>): number =>
  byteLength + besideBytes

/** Blocks that a record grows by; `idOf` reads the op id of one of them. */
export interface Growth {
  readonly from: number
  readonly blocks: readonly Uint8Array[]
  readonly idOf: (seq: number, bytes: Uint8Array) => OpId
}

/** The op before a verdict that was passed ahead of its blocks, once it is among those that have come; without it nothing would bound what is served. */
export const keepIdOf = (
  { keep, keepId }: Pick<HeadRecord, 'keep' | 'keepId'>,
  { from, blocks, idOf }: Growth,
): { readonly keepId?: OpId } => {
  if (keep === undefined) return {}
  if (keepId !== undefined) return { keepId }
  const bytes = keep - 1 < from ? undefined : blocks[keep - 1 - from]
  return bytes === undefined ? {} : { keepId: idOf(keep - 1, bytes) }
}

/** The part of a core that peers are told of and served. */
export const servedHead = (record: HeadRecord): { readonly length: number; readonly id: OpId } =>
  record.keep !== undefined && record.keepId !== undefined && record.keep < record.length
    ? { length: record.keep, id: record.keepId }
    : record

export const coreKeyFrom = (bytes: Uint8Array): CoreKey => coreKey(b4a.toString(bytes, 'hex'))

/** The record as the log's users see it. */
export const coreStateOf = ({ core, length, id, byteLength, ownName, keep }: HeadRecord): CoreState => ({
  byteLength,
  core,
  length,
  id,
  own: ownName !== undefined,
  ...(keep === undefined ? {} : { keep }),
})
