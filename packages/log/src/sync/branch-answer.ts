import type { CoreKey, OpId } from '@hypergit/domain'
import { proveBlocks } from '../signed-blocks.js'
import type { KeptBlock } from '../storage/head-index.js'
import { blockOverheadBytes } from '../storage/read-blocks.js'
import { blocksBeforeMax, type BranchAnswer, type BranchRequest } from '../wire/messages.js'
import type { LogScope } from './log-scope.js'

/** Bytes of the blocks that come with the one asked for. */
const olderBytesMax = 256 * 1024

/** The block that a peer asks for by id, of whatever branch, with those in front of it; undefined where it is not here. */
export const branchAnswer = async (
  scope: LogScope,
  { request, core, seq, id, before }: BranchRequest,
): Promise<BranchAnswer | undefined> => {
  const isInCore = (await scope.heads.idAt(core, seq)) === id
  const block = isInCore ? await signedBlock(scope, core, seq) : await scope.branch(core, seq, id)
  if (block === undefined) return undefined
  const older = await olderBlocks(scope, core, { seq, bytes: block.bytes }, Math.min(before, blocksBeforeMax))
  return { request, ...block, older }
}

const signedBlock = async (scope: LogScope, core: CoreKey, seq: number): Promise<KeptBlock | undefined> => {
  const [bytes] = await scope.heads.read(core, seq, seq + 1)
  const proof = await scope.home.pool.use(core, (session) => proveBlocks(session, seq + 1))
  return proof === undefined || bytes === undefined ? undefined : { bytes, proof }
}

/** Blocks in front of one of a branch, newest first: as far as they are here and go into one answer. */
const olderBlocks = async (
  scope: LogScope,
  core: CoreKey,
  newest: { readonly seq: number; readonly bytes: Uint8Array },
  max: number,
): Promise<readonly Uint8Array[]> => {
  const older: Uint8Array[] = []
  let bytesLeft = olderBytesMax
  let { seq, bytes } = newest
  while (older.length < max && seq > 0) {
    const { prev } = scope.home.rules.facts(scope.id, { core, seq, bytes })
    const block = prev === undefined ? undefined : await blockById(scope, core, seq - 1, prev)
    bytesLeft -= (block?.byteLength ?? 0) + blockOverheadBytes
    if (block === undefined || bytesLeft < 0) break
    older.push(block)
    seq -= 1
    bytes = block
  }
  return older
}

/** A block by id: of the core here, or kept beside it. */
export const blockById = async (
  scope: LogScope,
  core: CoreKey,
  seq: number,
  id: OpId,
): Promise<Uint8Array | undefined> => {
  const [bytes] = await scope.heads.read(core, seq, seq + 1)
  if (bytes !== undefined && scope.home.rules.facts(scope.id, { core, seq, bytes }).id === id) return bytes
  return (await scope.branch(core, seq, id))?.bytes
}
