import type Hypercore from 'hypercore'

/** Blocks read from storage in one go. */
const blocksPerBatch = 512

/** What a block counts for beside its bytes, so that empty ones are bounded too. */
export const blockOverheadBytes = 32

/** Stored blocks `[from, to)`; ends early, after at least one block, where they would exceed `bytesMax`. */
export const readBlocks = async (
  session: Hypercore,
  from: number,
  to: number,
  bytesMax: number,
): Promise<readonly Uint8Array[]> => {
  const blocks: Uint8Array[] = []
  let bytes = 0
  for (let start = from; start < to; start += blocksPerBatch) {
    const batch = session.state.storage.read()
    const reads = Array.from({ length: Math.min(to - start, blocksPerBatch) }, (_, place) =>
      batch.getBlock(start + place),
    )
    batch.tryFlush()
    for (const block of await Promise.all(reads)) {
      if (block === null) return blocks
      bytes += block.byteLength + blockOverheadBytes
      if (bytes > bytesMax && blocks.length > 0) return blocks
      blocks.push(block)
    }
  }
  return blocks
}
