import { createBlockDecoder, type LogEngine, MemoryStore, openEngine } from '@hypergit/domain'
import { coreOf, trustingCrypto } from '@hypergit/domain/testing'
import type { BenchOptions } from '../bench.js'
import { collectGarbage, type Comparison, measurePairs, timed } from '../measure/pairs.js'
import { inMiB, inMs, inThousands, inTimes, table, verdictOf } from '../measure/table.js'
import { inBatches, type WrittenLog, writtenLog } from '../workload/written-log.js'
import { habits, hostileLog } from './hostile-authors.js'
import { divergentLog, lateMuteLog, staleLog } from './uneven-logs.js'

const crypto = trustingCrypto
const blockBytes = 200
const batchBlocks = 256
const opsMeasured = 20_000
const decodingRatioMax = 3
const staleRatioMax = 20
const hostileRatioMax = 150

const keysOf = (count: number) => Array.from({ length: count }, (_, index) => coreOf(`writer ${index}`, 'bench'))

const begun = async ({ log, beginning, now }: WrittenLog) => {
  const engine = await openEngine({ log, kind: 'repository', store: new MemoryStore(), crypto })
  for (const batch of inBatches(beginning, batchBlocks)) await engine.apply(batch, now)
  return engine
}

/** Judging the log's ops in memory, ms; its beginning is not in it. */
const judging = async (log: WrittenLog): Promise<number> => {
  const engine = await begun(log)
  return timed(async () => {
    for (const batch of inBatches(log.ops, batchBlocks)) await engine.apply(batch, log.now)
  })
}

const decoding = ({ log, ops }: WrittenLog): Promise<number> => {
  const decoder = createBlockDecoder({ log, kind: 'repository', blake2b256: crypto.blake2b256, ...crypto.proofs })
  return timed(async () => {
    for (const block of ops) decoder.block(block)
    return Promise.resolve()
  })
}

const perSecond = (ops: number, ms: number): string => inThousands((ops / ms) * 1000)

const inTurn = async (pairs: number, opsMax: number): Promise<string> => {
  const ops = Math.min(opsMeasured, opsMax)
  const rows: string[][] = []
  for (const [writers, opsPerSecondMin] of [
    [1, 20_000],
    [1_000, 15_000],
    [10_000, 15_000],
  ] as const) {
    const log = writtenLog({ keys: keysOf(writers), ops, blockBytes })
    const all = await measurePairs(
      pairs,
      () => judging(log),
      () => decoding(log),
    )
    const rate = (ops / all.subjectMs) * 1000
    rows.push([
      inThousands(writers),
      perSecond(ops, all.subjectMs),
      `${rate >= opsPerSecondMin ? 'met' : 'missed'} (≥ ${inThousands(opsPerSecondMin)})`,
      perSecond(ops, all.referenceMs),
      inTimes(all),
      verdictOf(all.ratio, decodingRatioMax),
    ])
  }
  return table(['writers in turn', 'judged/s', 'target', 'decoded/s', 'times', 'target'], rows)
}

const perOp = async (log: WrittenLog): Promise<number> => (await judging(log)) / log.ops.length

const row = (name: string, { subjectMs, referenceMs, ...all }: Comparison, ratioMax: number): string[] => [
  name,
  (subjectMs * 1000).toFixed(0),
  (referenceMs * 1000).toFixed(0),
  inTimes({ subjectMs, referenceMs, ...all }),
  verdictOf(all.ratio, ratioMax),
]

/** Time per op of each log, against one of as many writers in turn. */
const uneven = async (pairs: number, opsMax: number): Promise<string> => {
  const writers = 1_000
  const ops = Math.min(5_000, opsMax)
  const keys = keysOf(writers)
  const even = writtenLog({ keys, ops, blockBytes })
  const stale = staleLog(keys, ops, writers)
  const divergent = divergentLog(keys, 200)
  return table(
    ['1,000 writers', 'µs an op', 'µs, in turn', 'times', 'target'],
    [
      row(
        'random stale parents',
        await measurePairs(
          pairs,
          () => perOp(stale),
          () => perOp(even),
        ),
        staleRatioMax,
      ),
      row(
        '64 parents, all divergent',
        await measurePairs(
          pairs,
          () => perOp(divergent),
          () => perOp(even),
        ),
        hostileRatioMax,
      ),
    ],
  )
}

/** Ops that are measured one by one, as they come from somebody who writes now. */
const opsAlone = 500

const alone = async (engine: LogEngine, blocks: WrittenLog['ops'], now: number): Promise<number> => {
  const ms = await timed(async () => {
    for (const block of blocks) await engine.apply([block], now)
  })
  return (ms * 1000) / blocks.length
}

/** µs an op of the last that one author writes, each judged as it comes. */
const lastOnes = async (log: WrittenLog): Promise<{ readonly engine: LogEngine; readonly perOp: number }> => {
  const engine = await begun(log)
  for (const batch of inBatches(log.ops.slice(0, -opsAlone), batchBlocks)) await engine.apply(batch, log.now)
  return { engine, perOp: await alone(engine, log.ops.slice(-opsAlone), log.now) }
}

/** µs an op of the last that one author writes, and of what another one comments when all of it is there. */
const hostileAuthors = async (opsMax: number): Promise<string> => {
  const ops = Math.min(20_000, opsMax)
  const plain = writtenLog({ keys: keysOf(2), ops, blockBytes })
  const rows: string[][] = []
  await lastOnes(plain)
  for (const habit of habits) {
    const reference = (await lastOnes(plain)).perOp
    const log = hostileLog(habit, ops, batchBlocks)
    const { engine, perOp: own } = await lastOnes(log)
    const others = await alone(engine, log.after, log.now)
    const ratio = Math.max(own, others) / reference
    rows.push([
      habit.name,
      own.toFixed(0),
      others.toFixed(0),
      reference.toFixed(0),
      ratio.toFixed(1),
      verdictOf(ratio, hostileRatioMax),
    ])
  }
  const head = [
    `after ${inThousands(ops)} ops by one who`,
    'µs an op',
    'µs another’s comment',
    'µs, plain',
    'times',
    'target',
  ]
  return table(head, rows)
}

const lateMute = async (comments: number): Promise<string> => {
  const log = lateMuteLog(keysOf(2), comments)
  const engine = await begun(log)
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  const ms = await timed(() => engine.apply(log.ops, log.now))
  const after = process.memoryUsage().heapUsed
  return table(
    ['a late mute', 'ms', 'µs a comment', 'MiB more'],
    [[`hides ${inThousands(comments)} comments`, inMs(ms), ((ms * 1000) / comments).toFixed(0), inMiB(after - before)]],
  )
}

/** The rules in memory: against decoding and hashing the same blocks, and where authors have seen little of each other. */
export const rulesBench = async ({ pairs = 5, ops, say }: BenchOptions): Promise<void> => {
  say(await inTurn(pairs, ops))
  say('')
  say(await uneven(pairs, ops))
  say('')
  say(await hostileAuthors(ops))
  say('')
  say(await lateMute(Math.min(10_000, ops)))
}
