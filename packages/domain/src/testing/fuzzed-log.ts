import { pick, randomOf } from '../conformance/random.js'
import { createBlockDecoder } from '../encoding/decode-block.js'
import { encodePurged } from '../encoding/encode-op.js'
import { openEngine } from '../engine/open-engine.js'
import { type CoreKey, logOfFounder } from '../ids.js'
import type { Block } from '../op.js'
import { MemoryStore } from '../store/memory-store.js'
import { blake2b256 } from './blake2b256.js'
import { coreOf } from './core-names.js'
import { hashedCrypto, trustingCrypto } from './hashed-identities.js'
import { HostileBlocks } from './hostile-blocks.js'

/** About as many blocks are judged at a time. */
const batchBlocks = 40
/** Blocks for each core, about: what a core writes after a violation is judged no further, so they are not many. */
const blocksPerCore = 8

/**
 * Decodes and judges blocks that follow from the seed, in a log of its own, and gives every outcome that any of them had. Rejects with whatever is
 * thrown, the seed in front.
 */
export const fuzzLog = async (seed: number, blocks: number): Promise<ReadonlySet<string>> => {
  try {
    return await judged(seed, blocks)
  } catch (cause) {
    throw new Error(`blocks of seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

const judged = async (seed: number, blocks: number): Promise<ReadonlySet<string>> => {
  const random = randomOf(seed)
  const kind = random() < 0.25 ? 'user' : 'repository'
  const crypto = random() < 0.5 ? trustingCrypto : hashedCrypto
  const founder = coreOf('core 0', String(seed))
  const others = Array.from({ length: Math.ceil(blocks / blocksPerCore) }, (_, index) =>
    coreOf(`core ${index + 1}`, String(seed)),
  )
  const cores: [CoreKey, ...CoreKey[]] = [founder, ...others]
  const log = logOfFounder(founder)
  const decoder = createBlockDecoder({ log, kind, blake2b256, ...crypto.proofs })
  const engine = await openEngine({ log, kind, store: new MemoryStore(), crypto })
  const source = new HostileBlocks({ log, kind, cores, seed })
  const outcomes = new Set<string>()
  const judge = async (batch: readonly Block[], now: number): Promise<void> => {
    for (const { author, seq, id, decision, action } of (await engine.apply(batch, now)).ops) {
      outcomes.add(decision.outcome)
      if (decision.outcome !== 'violation' && decision.rule !== 'after-violation')
        source.know({ core: author.core, seq, id, type: action.type })
    }
    if (engine.parked().length > 0) outcomes.add('parked')
  }
  await judge([source.nextOf(founder)], Number.MAX_SAFE_INTEGER)
  let batch: Block[] = []
  for (let written = 1; written < blocks; written++) {
    const block = source.next()
    decoder.block(block)
    decoder.first(block)
    decoder.purged({ ...block, bytes: encodePurged(block.bytes, blake2b256) ?? block.bytes })
    batch.push(block)
    if (random() < 1 / batchBlocks) {
      await judge(batch, pick([0, 40_000, Number.MAX_SAFE_INTEGER], random) ?? 0)
      batch = []
    }
  }
  await judge(batch, Number.MAX_SAFE_INTEGER)
  await engine.stateHash()
  return outcomes
}
