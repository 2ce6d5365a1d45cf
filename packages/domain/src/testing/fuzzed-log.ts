import { pick, randomOf } from '../conformance/random.js'
import { type BlockDecoder, createBlockDecoder } from '../encoding/decode-block.js'
import { encodePurged } from '../encoding/encode-op.js'
import { openEngine } from '../engine/open-engine.js'
import type { LogEngine } from '../engine.js'
import { type CoreKey, logOfFounder, type OpId } from '../ids.js'
import type { Block } from '../op.js'
import { MemoryStore } from '../store/memory-store.js'
import type { OpView } from '../views.js'
import { blake2b256 } from './blake2b256.js'
import { coreOf } from './core-names.js'
import { hashedCrypto, trustingCrypto } from './hashed-identities.js'
import { HostileBlocks } from './hostile-blocks.js'
import { Tally } from './tally.js'

/** About as many blocks are judged at a time. */
const batchBlocks = 60
/** Blocks for each core, about: what a core writes after a violation is judged no further, so they are not many. */
const blocksPerCore = 4
/** Share of the logs that are user logs: fewer rules decide about those. */
const userLogShare = 0.12
/** Of the blocks that are also met where no engine decodes them: at seq 0, and by their ids. */
const besidesShare = 0.1

/** Of the logs whose state is hashed in the end. */
const hashedShare = 0.25

/** What became of the blocks of one log, and how they had come about. */
export interface FuzzedLog {
  /** By outcome and reason in the end, as in `hidden muted`; `refused` for blocks that no engine keeps. */
  readonly outcomes: Tally
  readonly kinds: Tally
}

/**
 * Decodes and judges blocks that follow from the seed, in a log of its own. Rejects with whatever is thrown, the seed in front, and where two ways
 * to the same op differ.
 */
export const fuzzLog = async (seed: number, blocks: number): Promise<FuzzedLog> => {
  try {
    return await judged(seed, blocks)
  } catch (cause) {
    throw new Error(`blocks of seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

const classOf = ({ decision: { outcome, reason } }: OpView): string =>
  reason === undefined ? outcome : `${outcome} ${reason}`

/** Makes the author known what their block came to; a violation ends a core. */
const learn = (source: HostileBlocks, { author, seq, id, decision, action }: OpView): void => {
  const { core } = author
  if (decision.outcome === 'violation') source.bury(core)
  else if (action.type !== 'undecodable' && decision.rule !== 'after-violation')
    source.know({ core, seq, id, type: action.type, action })
}

/** Block and body hash have one id: a block that came by its id is the one that its core holds. */
const expectSameId = (block: Block, decoder: BlockDecoder): void => {
  const whole = decoder.block(block)
  const purged = decoder.purged({ ...block, bytes: encodePurged(block.bytes, blake2b256) ?? block.bytes })
  if (whole.kind === 'op' && (purged.kind !== 'op' || purged.op.id !== whole.op.id))
    throw new Error(`the purged form of ${whole.op.id} is another op`)
}

const countOutcomes = (engine: LogEngine, views: ReadonlyMap<OpId, OpView>, blocks: number): Tally => {
  const outcomes = new Tally()
  for (const view of views.values()) outcomes.add(classOf(view))
  const parked = engine.parked()
  for (const { reason } of parked) outcomes.add(reason === undefined ? 'parked' : `parked ${reason}`)
  outcomes.add('refused', blocks - views.size - parked.length)
  return outcomes
}

const judged = async (seed: number, blocks: number): Promise<FuzzedLog> => {
  const random = randomOf(seed)
  const kind = random() < userLogShare ? 'user' : 'repository'
  const crypto = random() < 0.2 ? trustingCrypto : hashedCrypto
  const founder = coreOf('core 0', String(seed))
  const others = Array.from({ length: Math.ceil(blocks / blocksPerCore) }, (_, index) =>
    coreOf(`core ${index + 1}`, String(seed)),
  )
  const cores: [CoreKey, ...CoreKey[]] = [founder, ...others]
  const log = logOfFounder(founder)
  const decoder = createBlockDecoder({ log, kind, blake2b256, ...crypto.proofs })
  const engine = await openEngine({ log, kind, store: new MemoryStore(), crypto })
  const source = new HostileBlocks({ log, kind, cores, seed })
  const views = new Map<OpId, OpView>()
  const judge = async (batch: readonly Block[], now: number): Promise<void> => {
    for (const view of (await engine.apply(batch, now)).ops) {
      if (!views.has(view.id)) learn(source, view)
      views.set(view.id, view)
    }
  }
  await judge([source.nextOf(founder)], Number.MAX_SAFE_INTEGER)
  let batch: Block[] = []
  for (let written = 1; written < blocks; written++) {
    const block = source.next()
    if (random() < besidesShare) {
      decoder.first(block)
      expectSameId(block, decoder)
    }
    batch.push(block)
    if (random() < 1 / batchBlocks) {
      await judge(batch, pick([0, 40_000, Number.MAX_SAFE_INTEGER], random) ?? 0)
      batch = []
    }
  }
  await judge(batch, Number.MAX_SAFE_INTEGER)
  if (random() < hashedShare) await engine.stateHash()
  return { outcomes: countOutcomes(engine, views, blocks), kinds: source.drawn }
}
