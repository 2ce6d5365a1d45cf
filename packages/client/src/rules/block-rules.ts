import { type BlockDecoder, computeMalformedId, createBlockDecoder, type LogId, type LogKind } from '@hypergit/domain'
import type { BlockRules } from '@hypergit/log'
import { blake2b256, domainCrypto } from './domain-crypto.js'

const decodersMax = 1_024

/** What replication asks of the rules, for logs whose kind `kindOf` tells whenever it is asked. */
export const blockRules = (kindOf: (log: LogId) => LogKind): BlockRules => {
  const decoders = new Map<LogId, { readonly kind: LogKind; readonly decoder: BlockDecoder }>()
  const decoderOf = (log: LogId): BlockDecoder => {
    const kind = kindOf(log)
    const known = decoders.get(log)
    if (known?.kind === kind) return known.decoder
    if (decoders.size >= decodersMax) decoders.clear()
    const decoder = createBlockDecoder({ log, kind, blake2b256, ...domainCrypto.proofs })
    decoders.set(log, { kind, decoder })
    return decoder
  }
  return {
    facts(log, block) {
      const decoded = decoderOf(log).block(block)
      switch (decoded.kind) {
        case 'op':
          return { id: decoded.op.id, prev: decoded.op.prev }
        case 'malformed':
          return { id: decoded.id }
        case 'future':
          return { id: computeMalformedId(block, blake2b256) }
        default: {
          const never: never = decoded
          return never
        }
      }
    },
    isMembership: (log, block) => decoderOf(log).first(block).kind === 'member',
  }
}
