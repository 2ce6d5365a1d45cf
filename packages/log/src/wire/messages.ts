import type { CoreKey, EquivocationProof, OpId } from '@hypergit/domain'
import { bool, buffer, fixed, fixed32, string } from 'compact-encoding'
import type { Proof } from 'hypercore'
import hypercoreMessages from 'hypercore/lib/messages.js'
import type { CoreSigner } from '../core-manifest.js'
import type { Head } from '../log-api.js'
import { bucketCount, digestByteLength } from '../storage/head-table.js'
import { added, type Codec, coreId, count, list, operationId, optional, struct } from './codec.js'

/** Heads in one page or announcement. */
export const headsPerPageMax = 512
/** Blocks in one message; their bytes are bounded by the message. */
const blocksPerMessageMax = 65_536
/** Own cores that one side proves in one message. */
export const proofsPerMessageMax = 64
const featuresMax = 64

export const signer: Codec<CoreSigner> = {
  preencode(state, { userData }) {
    state.end += 32
    optional(fixed32).preencode(state, userData)
  },
  encode(state, { publicKey, userData }) {
    fixed32.encode(state, publicKey)
    optional(fixed32).encode(state, userData)
  },
  decode(state) {
    const publicKey = fixed32.decode(state)
    const userData = optional(fixed32).decode(state)
    return userData === undefined ? { publicKey } : { publicKey, userData }
  },
}

/** Proof that the sender holds a core's secret key, bound to this connection. */
export interface CoreProof {
  readonly signer: CoreSigner
  readonly signature: Uint8Array
}
const coreProof = struct<CoreProof>({ signer, signature: fixed(64) })

/** The first words on a log's channel. What a reader does not know of it is ignored, so that a later version can say more. */
export interface Handshake {
  readonly version: number
  readonly features: readonly string[]
  /** Shows that the sender knows the log's id, without telling it. */
  readonly capability: Uint8Array
  readonly proofs: readonly CoreProof[]
}
export const handshake = struct<Handshake>({
  version: count,
  features: list(string, featuresMax),
  capability: fixed32,
  proofs: list(coreProof, proofsPerMessageMax),
})

/** Own cores made after the channel was opened. */
export const prove = struct<{ readonly proofs: readonly CoreProof[] }>({ proofs: list(coreProof, proofsPerMessageMax) })

const head = struct<Head>({ core: coreId, length: count, id: operationId })

/** Digests of all buckets, sent once by each side when the channel opens. */
export const digests = struct<{ readonly digests: Uint8Array }>({ digests: fixed(bucketCount * digestByteLength) })

/** Asks for heads of the buckets whose bit is set (bit i of byte ⌊i / 8⌋), sorted by core, from after `after`. */
export interface HeadsRequest {
  readonly buckets: Uint8Array
  readonly after: CoreKey | undefined
}
export const headsRequest = struct<HeadsRequest>({ buckets: fixed32, after: optional(coreId) })

export interface HeadsPage {
  readonly heads: readonly Head[]
  readonly done: boolean
}
export const headsPage = struct<HeadsPage>({ heads: list(head, headsPerPageMax), done: bool })

/** Heads that are new since the last announcement. */
export const announce = struct<{ readonly heads: readonly Head[] }>({ heads: list(head, headsPerPageMax) })

/** Asks for blocks `[from, to)`, as many as there are and fit. */
export interface BlocksRequest {
  readonly request: number
  readonly core: CoreKey
  readonly from: number
  readonly to: number
  /** Length of the signed tree that the asker has. */
  readonly treeLength: number
  /** Bytes of blocks that the asker takes in all. */
  readonly bytesMax: number
}
export const blocksRequest = struct<BlocksRequest>({
  request: count,
  core: coreId,
  from: count,
  to: count,
  treeLength: count,
  bytesMax: count,
})

/** A part of the end of a core; the signature is that of the length after the last part. Request 0: unasked, as its author appended it. */
export interface Tail {
  readonly request: number
  readonly core: CoreKey
  readonly from: number
  readonly signer: CoreSigner
  readonly signature: Uint8Array
  readonly more: boolean
  readonly blocks: readonly Uint8Array[]
}
export const tail = struct<Tail>({
  request: count,
  core: coreId,
  from: count,
  signer,
  signature: buffer,
  more: bool,
  blocks: list(buffer, blocksPerMessageMax),
})

const hypercoreProof: Codec<Proof> = {
  preencode: (state, value) => hypercoreMessages.wire.data.preencode(state, { request: 0, ...value }),
  encode: (state, value) => hypercoreMessages.wire.data.encode(state, { request: 0, ...value }),
  decode: (state) => hypercoreMessages.wire.data.decode(state),
}

/** Blocks with their paths in the signed tree, or none: the answer where a tail would be too large, or is not all to be had. */
export interface Proofs {
  readonly request: number
  readonly signer: CoreSigner
  readonly proofs: readonly Proof[]
}
export const proofs = struct<Proofs>({ request: count, signer, proofs: list(hypercoreProof, blocksPerMessageMax) })

/** What was asked for is not here. */
export const unavailable = struct<{ readonly request: number }>({ request: count })

/** Asks for the block at `seq` with its path and the signature of the whole tree: shows which branch the other side has. */
export interface LeafRequest {
  readonly request: number
  readonly core: CoreKey
  readonly seq: number
}
export const leafRequest = struct<LeafRequest>({ request: count, core: coreId, seq: count })

/** Blocks in front of the one asked for that come with it. */
export const blocksBeforeMax = 256

/** Asks for a block by id, whatever branch of its core it is on, and for up to `before` blocks in front of it on that branch. */
export interface BranchRequest extends LeafRequest {
  readonly id: OpId
  readonly before: number
}
export const branchRequest = struct<BranchRequest>({
  request: count,
  core: coreId,
  seq: count,
  id: operationId,
  before: added(count, 0),
})

/**
 * The block, and what shows that the core's signer signed it (equivocation-proof.ts); empty where the sender has nothing that does. `older`: blocks in
 * front of it on its branch, newest first, as many as were asked for and fit.
 */
export interface BranchAnswer {
  readonly request: number
  readonly bytes: Uint8Array
  readonly proof: Uint8Array
  readonly older: readonly Uint8Array[]
}
export const branchBlock = struct<BranchAnswer>({
  request: count,
  bytes: buffer,
  proof: buffer,
  older: added(list(buffer, blocksBeforeMax), []),
})

/** Forks in one message. */
export const forkProofsPerMessageMax = 16

/** Proofs that cores forked. */
export interface ForkProofs {
  readonly proofs: readonly EquivocationProof[]
}
export const forkProofs = struct<ForkProofs>({
  proofs: list(
    struct<EquivocationProof>({ core: coreId, seq: count, proofA: buffer, proofB: buffer }),
    forkProofsPerMessageMax,
  ),
})

/** Bit `place` of a set of buckets. */
export const hasBucket = (buckets: Uint8Array, place: number): boolean =>
  ((buckets[place >> 3] ?? 0) & (1 << (place & 7))) !== 0
