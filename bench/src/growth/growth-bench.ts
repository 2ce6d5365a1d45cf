import type { BenchOptions } from '../bench.js'
import { type Comparison, compare } from '../measure/pairs.js'
import { median, sum } from '../measure/statistics.js'
import { inMiB, inMs, inThousands, inTimes, table, verdictOf } from '../measure/table.js'
import { GrowingLog, type Memory } from './growing-log.js'

const smallOps = 10_000
const largeOps = 1_000_000
/** Ops of each side of a pair: four batches. */
const pairOps = 1_024
const growthMax = 1.3
/** Of the engine: what RocksDB takes beside it is RocksDB's. */
const engineMiBMax = 200
const reopenMsMax = 2_000
const reopenings = 5

interface Figures {
  readonly growth: Comparison
  readonly small: Memory
  readonly large: Memory
  readonly reopenMs: number
  readonly reopenSmallMs: number
}

const measure = async (writers: number, pairs: number, ops: number): Promise<Figures> => {
  const [small, large] = [await GrowingLog.make(writers), await GrowingLog.make(writers)]
  try {
    const memory = { large: await large.begin(ops), small: await small.begin(smallOps) }
    const times: { readonly large: number[]; readonly small: number[] } = { large: [], small: [] }
    for (let pair = 0; pair < pairs; pair++) {
      times.large.push(sum(await large.grow(pairOps)))
      times.small.push(sum(await small.grow(pairOps)))
    }
    const reopened: number[][] = [[], []]
    for (let time = 0; time < reopenings; time++) {
      reopened[0]?.push(await large.reopen())
      reopened[1]?.push(await small.reopen())
    }
    const [reopenMs = Number.NaN, reopenSmallMs = Number.NaN] = reopened.map((all) => median(all))
    return { growth: compare(times.large, times.small), ...memory, reopenMs, reopenSmallMs }
  } finally {
    await Promise.all([small.close(), large.close()])
  }
}

const perOp = (ms: number): string => ((ms * 1000) / pairOps).toFixed(0)

/** Judging and storing at the end of a long log, against doing so in a short one; what the process takes; and how soon it is open again. */
export const growthBench = async ({ pairs = 20, ops, say }: BenchOptions): Promise<void> => {
  const rows: string[][] = []
  const large = Math.min(ops, largeOps)
  for (const writers of [1, 1_000]) {
    const { growth, ...figures } = await measure(writers, pairs, large)
    rows.push([
      `${inThousands(large)} ops by ${inThousands(writers)}`,
      perOp(growth.subjectMs),
      perOp(growth.referenceMs),
      inTimes(growth),
      verdictOf(growth.ratio, growthMax),
      `${inMiB(figures.large.heap)} (${inMiB(figures.small.heap)})`,
      verdictOf(Math.round(figures.large.heap / 1024 / 1024), engineMiBMax),
      `${inMiB(figures.large.rss)} (${inMiB(figures.small.rss)})`,
      `${inMs(figures.reopenMs)} (${inMs(figures.reopenSmallMs)})`,
      verdictOf(Math.round(figures.reopenMs), reopenMsMax),
    ])
  }
  const head = [
    'judge and store',
    'µs an op',
    `µs at ${inThousands(smallOps)}`,
    'times',
    'target',
    'MiB of heap',
    'target',
    'MiB with RocksDB',
    'reopened, ms',
    'target',
  ]
  say(table(head, rows))
}
