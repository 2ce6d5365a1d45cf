import { type Block, type BlockDecoder, createBlockDecoder, type LogId, type LogKind, opId } from '@hypergit/domain'
import b4a from 'b4a'
import { hash } from 'hypercore-crypto'
import type { BlockFacts, BlockRules } from './block-rules.js'
import { provesEquivocation } from './equivocation-proof.js'

const kinds: readonly LogKind[] = ['repository', 'user']
const futureTag = b4a.from('hypergit/future/1')

const decoderOf = (log: LogId, kind: LogKind): BlockDecoder =>
  createBlockDecoder({ log, kind, blake2b256: hash, equivocation: provesEquivocation })

/** Stands for a block of a higher protocol version, whose id only that version can tell. */
const futureId = ({ core, bytes }: Block): BlockFacts => ({
  id: opId(b4a.toString(hash([futureTag, b4a.from(core, 'hex'), bytes]), 'hex')),
})

/**
 * The rules of the domain, as far as replication asks them. A link does not tell which kind of log it leads to, so a block that is none of a
 * repository's is looked at as a user log's. A core whose first block is of a higher version is taken in: whether it is a member is for that
 * version to say.
 */
export const domainBlockRules: BlockRules = {
  facts(log, block) {
    let facts: BlockFacts | undefined
    for (const kind of kinds) {
      const decoded = decoderOf(log, kind).block(block)
      switch (decoded.kind) {
        case 'op':
          return { id: decoded.op.id, prev: decoded.op.prev }
        case 'future':
          return futureId(block)
        case 'malformed':
          facts = { id: decoded.id }
          break
        default:
          decoded satisfies never
      }
    }
    return facts ?? futureId(block)
  },

  isMembership(log, block) {
    return kinds.some((kind) => decoderOf(log, kind).first(block).kind !== 'stranger')
  },
}
