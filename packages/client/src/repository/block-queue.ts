import type { Block, CoreKey } from '@hypergit/domain'
import type { BlocksArrived, Log } from '@hypergit/log'

/** Blocks that just arrived are kept in memory up to here; what is over is read from the cores when its turn comes. */
const carriedBytesMax = 8 * 1024 * 1024
const readBytesMax = 4 * 1024 * 1024

/** Which blocks of a log the engine has not been given yet, and those of them that need not be read again. */
export class BlockQueue {
  readonly #cores = new Set<CoreKey>()
  readonly #carried = new Map<CoreKey, { from: number; blocks: Uint8Array[] }>()
  #carriedBytes = 0

  constructor(
    private readonly log: Log,
    private readonly applied: (core: CoreKey) => number,
  ) {
    for (const { core, length } of log.cores()) if (length > applied(core)) this.#cores.add(core)
  }

  get isEmpty(): boolean {
    return this.#cores.size === 0
  }

  arrived({ core, from, blocks }: BlocksArrived): void {
    this.#cores.add(core)
    const bytes = blocks.reduce((sum, block) => sum + block.byteLength, 0)
    if (this.#carriedBytes + bytes > carriedBytesMax) return
    const carried = this.#carried.get(core)
    if (carried === undefined) this.#carried.set(core, { from, blocks: [...blocks] })
    else if (carried.from + carried.blocks.length === from) carried.blocks.push(...blocks)
    else return
    this.#carriedBytes += bytes
  }

  /** The next blocks of some cores, at most `blocksMax`, those of one core in order. Empty when there is nothing left. */
  async next(blocksMax: number): Promise<Block[]> {
    const batch: Block[] = []
    for (const core of this.#cores) {
      if (batch.length >= blocksMax) break
      const from = this.applied(core)
      const blocks = this.#takeCarried(core, from) ?? (await this.#read(core, from, blocksMax - batch.length))
      if (blocks.length === 0) this.#cores.delete(core)
      for (const [index, bytes] of blocks.entries()) batch.push({ core, seq: from + index, bytes })
    }
    return batch
  }

  /** The engine takes no more of this core for now. */
  drop(core: CoreKey): void {
    this.#cores.delete(core)
  }

  #takeCarried(core: CoreKey, from: number): readonly Uint8Array[] | undefined {
    const carried = this.#carried.get(core)
    if (carried === undefined) return undefined
    this.#carried.delete(core)
    this.#carriedBytes -= carried.blocks.reduce((sum, block) => sum + block.byteLength, 0)
    if (carried.from > from || carried.from + carried.blocks.length <= from) return undefined
    return carried.blocks.slice(from - carried.from)
  }

  async #read(core: CoreKey, from: number, blocksMax: number): Promise<readonly Uint8Array[]> {
    const { length = 0, keep = Number.POSITIVE_INFINITY } = this.log.core(core) ?? {}
    const to = Math.min(length, keep, from + blocksMax)
    return to <= from ? [] : this.log.read(core, from, to, { bytesMax: readBytesMax })
  }
}
