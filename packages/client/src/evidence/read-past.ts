import type { BlockDecoder, CoreKey, OpId, ParentRef } from '@hypergit/domain'
import { toZ32 } from '@hypergit/domain'
import type { Log } from '@hypergit/log'
import { type Answer, answer, fail } from '../api/failure.js'
import { type EvidenceBounds, evidenceLimits } from './bundle.js'
import { placeBlock, type Placed, repositoryDecoder } from './order-blocks.js'
import { atOnce, type Pace } from './pace.js'

/** What evidence takes from a log. */
export type EvidenceLog = Pick<Log, 'id' | 'read' | 'prove' | 'forks' | 'forkProof'>

/** The beginning of each core that a past reaches into, without gaps. */
export type Past = ReadonlyMap<CoreKey, readonly Placed[]>

/** How a bundle is gathered where others work as well. */
export interface Gathering {
  /** Those of the format unless given. */
  readonly bounds?: EvidenceBounds
  readonly pace?: Pace
}

/** What blacklists a core cannot be shown to others before peers bring what is not here. */
export const missing = (message: string) => fail({ code: 'missing', message })

/** What blacklists a core cannot be shown to others from here, and why. */
export const unprovable = (message: string) => fail({ code: 'unprovable', message })

const tooLarge = (bound: string) =>
  unprovable(`its past has more than ${bound}, which is more than a bundle may hold here`)

/** A past as far as it is read. Cores are read from their beginning, so each block is met once, in runs. */
class Reading {
  readonly cores = new Map<CoreKey, Placed[]>()
  readonly #decoder: BlockDecoder
  #blocks = 0
  #bytes = 0

  constructor(
    private readonly log: EvidenceLog,
    private readonly bounds: EvidenceBounds,
    private readonly pace: Pace,
  ) {
    this.#decoder = repositoryDecoder(log.id)
  }

  /** Reads the core up to an op, and gives what the ops that were not read before cite. */
  async upTo({ core, seq, id }: ParentRef): Promise<Answer<readonly ParentRef[]>> {
    const placed = this.cores.get(core) ?? []
    this.cores.set(core, placed)
    const from = placed.length
    while (placed.length <= seq) {
      const blocks = await this.log.read(core, placed.length, seq + 1)
      if (blocks.length === 0) return missing(`core ${toZ32(core)} is not here as far as its past reaches`)
      for (const bytes of blocks) {
        await this.pace()
        const next = placeBlock(this.#decoder, { core, seq: placed.length, bytes }, placed.at(-1)?.id)
        if (!next.ok) return unprovable(next.problem)
        placed.push(next.placed)
        this.#bytes += bytes.byteLength
      }
      this.#blocks += blocks.length
      const { blocksMax, blocksBytesMax, coresMax } = this.bounds
      if (this.#blocks > blocksMax) return tooLarge(`${blocksMax} ops`)
      if (this.#bytes > blocksBytesMax) return tooLarge(`${blocksBytesMax} bytes`)
      if (this.cores.size > coresMax) return tooLarge(`${coresMax} cores`)
    }
    if (placed[seq]?.id !== id)
      return unprovable(`its past holds a branch of core ${toZ32(core)} whose signature is not kept here`)
    return answer(placed.slice(from).flatMap(({ parents }) => parents))
  }
}

/** The op and everything that is reachable from it through `prev` and `parents` (docs/protocol.md, section 2), from the cores themselves. */
export const readPast = async (
  log: EvidenceLog,
  op: ParentRef,
  withParents: boolean,
  { bounds = evidenceLimits, pace = atOnce }: Gathering = {},
): Promise<Answer<Past>> => {
  const reading = new Reading(log, bounds, pace)
  const seen = new Set<OpId>([op.id])
  const waiting = [op]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const cited = await reading.upTo(next)
    if (!cited.ok) return cited
    if (!withParents) continue
    for (const parent of cited.value) {
      if (seen.has(parent.id)) continue
      seen.add(parent.id)
      waiting.push(parent)
    }
  }
  return answer(reading.cores)
}
