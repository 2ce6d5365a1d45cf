import { fuzzLog } from '../src/testing/fuzzed-log.js'

/** Of one log. */
export interface FuzzTold {
  readonly seed: number
  readonly ms: number
  /** Of the process that judges, now. */
  readonly residentBytes: number
  /** How often, by outcome and reason, and by how the block came about. */
  readonly outcomes: ReadonlyMap<string, number>
  readonly kinds: ReadonlyMap<string, number>
}

/** Fuzzes logs of so many blocks, one after the other, from the seed on. */
export const run = async (
  tell: (told: FuzzTold) => Promise<void>,
  from: string,
  logs: string,
  blocksPerLog: string,
): Promise<void> => {
  for (let seed = Number(from); seed < Number(from) + Number(logs); seed++) {
    const begunMs = performance.now()
    const { outcomes, kinds } = await fuzzLog(seed, Number(blocksPerLog))
    const ms = performance.now() - begunMs
    const residentBytes = process.memoryUsage.rss()
    await tell({ seed, ms, residentBytes, outcomes: new Map(outcomes.entries()), kinds: new Map(kinds.entries()) })
  }
}
