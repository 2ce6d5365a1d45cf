import b4a from 'b4a'
import { fixed32, state as cursor, string, uint, uint8 } from 'compact-encoding'
import { encodeId, idFromBytes } from '../encoding/id-bytes.js'
import type { Chain, ChainClaim, ChainViolation, CoreState } from '../graph/core-state.js'
import { noOp, type OpId, opId } from '../ids.js'
import type { CoreView } from '../views.js'
import { cutRecord, putBytes, roomForRecord } from './record-room.js'

export interface ChainRecord {
  readonly number: number
  readonly from: number
  /** Number of the chain that it leaves. */
  readonly parent: number | undefined
  readonly head: OpId
  readonly length: number
  readonly headHeight: number
  readonly headAt: number
  readonly violation: ChainViolation | undefined
  readonly claim: ChainClaim | undefined
}

/** What is stored of a core. */
export interface CoreRecord extends Omit<CoreState, 'key' | 'chains'> {
  readonly chains: readonly ChainRecord[]
}

/** What few chains have, each at its place in the core, as JSON. */
interface Rarely {
  readonly violations?: readonly (readonly [chain: number, violation: ChainViolation])[]
  readonly claims?: readonly (readonly [chain: number, claim: ChainClaim])[]
  readonly blacklisted?: CoreView['blacklisted']
}

/** Which of the optional parts are there. */
const has = { needsUpgrade: 1, forkSeq: 2, rarely: 4, beyond: 8 } as const

const uintBytesMax = 9
const idBytes = 32
const headBytesMax = 1 + 4 * uintBytesMax + idBytes
const chainBytesMax = 6 * uintBytesMax + idBytes

const ofEach = <Part>(
  chains: readonly Chain[],
  part: (chain: Chain) => Part | undefined,
): (readonly [chain: number, part: Part])[] =>
  chains.flatMap((chain, place) => {
    const found = part(chain)
    return found === undefined ? [] : [[place, found] as const]
  })

const rarelyOf = ({ chains, blacklisted }: CoreState): Uint8Array | undefined => {
  if (
    blacklisted === undefined &&
    chains.every(({ violation, claim }) => violation === undefined && claim === undefined)
  )
    return undefined
  const rarely: Rarely = {
    violations: ofEach(chains, ({ violation }) => violation),
    claims: ofEach(chains, ({ claim }) => claim),
    ...(blacklisted === undefined ? {} : { blacklisted }),
  }
  return b4a.from(JSON.stringify(rarely))
}

/** The value of collection `core`. */
export const encodeCoreRecord = (core: CoreState): Uint8Array => {
  const { chains, forkSeq } = core
  const rarely = rarelyOf(core)
  // Mostly everything that was received is judged, and the last op of the one chain is the last one received.
  const isBeyond = core.receivedHead !== chains[0]?.head
  const bytesMax =
    headBytesMax + chainBytesMax * chains.length + (rarely === undefined ? 0 : uintBytesMax + rarely.byteLength)
  const state = roomForRecord(bytesMax)
  uint8.encode(
    state,
    (core.needsUpgrade ? has.needsUpgrade : 0) |
      (forkSeq === undefined ? 0 : has.forkSeq) |
      (rarely === undefined ? 0 : has.rarely) |
      (isBeyond ? has.beyond : 0),
  )
  uint.encode(state, core.received)
  if (isBeyond) encodeId(state, core.receivedHead)
  uint.encode(state, core.version)
  if (forkSeq !== undefined) uint.encode(state, forkSeq)
  uint.encode(state, chains.length)
  for (const { number, from, parent, head, length, headHeight, headAt } of chains) {
    uint.encode(state, number)
    uint.encode(state, from)
    uint.encode(state, parent === undefined ? 0 : parent.number + 1)
    encodeId(state, head)
    uint.encode(state, length)
    uint.encode(state, headHeight)
    uint.encode(state, headAt)
  }
  if (rarely !== undefined) {
    uint.encode(state, rarely.byteLength)
    putBytes(state, rarely)
  }
  return cutRecord(state)
}

type Cursor = ReturnType<typeof cursor>

const readId = (state: Cursor): OpId => opId(idFromBytes(fixed32.decode(state)))

const readChain = (state: Cursor): ChainRecord => {
  const number = uint.decode(state)
  const from = uint.decode(state)
  const parent = uint.decode(state)
  return {
    number,
    from,
    parent: parent === 0 ? undefined : parent - 1,
    head: readId(state),
    length: uint.decode(state),
    headHeight: uint.decode(state),
    headAt: uint.decode(state),
    violation: undefined,
    claim: undefined,
  }
}

/** What `encodeCoreRecord` wrote; the program reads only its own records, so nothing is checked again. */
export const decodeCoreRecord = (value: Uint8Array): CoreRecord => {
  const state = cursor(0, value.byteLength, value)
  const flags = uint8.decode(state)
  const received = uint.decode(state)
  const beyond = (flags & has.beyond) === 0 ? undefined : readId(state)
  const version = uint.decode(state)
  const forkSeq = (flags & has.forkSeq) === 0 ? undefined : uint.decode(state)
  const chains: ChainRecord[] = []
  for (let left = uint.decode(state); left > 0; left--) chains.push(readChain(state))
  const rarely = (flags & has.rarely) === 0 ? {} : (JSON.parse(string.decode(state)) as Rarely)
  for (const [place, violation] of rarely.violations ?? []) Object.assign(chains[place] ?? {}, { violation })
  for (const [place, claim] of rarely.claims ?? []) Object.assign(chains[place] ?? {}, { claim })
  return {
    chains,
    received,
    receivedHead: beyond ?? chains[0]?.head ?? noOp,
    needsUpgrade: (flags & has.needsUpgrade) !== 0,
    forkSeq,
    blacklisted: rarely.blacklisted,
    version,
  }
}
