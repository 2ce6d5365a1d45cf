import { coreOf } from '@hypergit/domain/testing'
import type { BenchOptions } from '../bench.js'
import { collectGarbage, compare } from '../measure/pairs.js'
import { sum } from '../measure/statistics.js'
import { inMs, inThousands, inTimes, table, verdictOf } from '../measure/table.js'
import { writtenLog } from '../workload/written-log.js'
import { capture, judgeRound, type Round } from './judge-samples.js'

const ratioMax = 2
const blockBytes = 200
/** As many as a `validate` job holds at most. */
const batchBlocks = 256

const cases = [
  { cores: 1, ops: 10_000 },
  { cores: 1_000, ops: 10_000 },
  { cores: 1, ops: 100_000 },
  { cores: 1_000, ops: 100_000 },
] as const

const rowOf = (cores: number, ops: number, rounds: readonly Round[]): string[] => {
  const batches = compare(
    rounds.flatMap(({ judged }) => judged),
    rounds.flatMap(({ written }) => written),
  )
  const totals = compare(
    rounds.map(({ judged }) => sum(judged)),
    rounds.map(({ written }) => sum(written)),
  )
  return [
    `${inThousands(ops)} ops by ${inThousands(cores)} ${cores === 1 ? 'core' : 'cores'}`,
    inThousands((ops / totals.subjectMs) * 1000),
    inMs(batches.subjectMs),
    inMs(batches.referenceMs),
    batches.ratio.toFixed(2),
    inTimes(totals),
    verdictOf(totals.ratio, ratioMax),
  ]
}

/** Judging and storing ops, against writing the records that come of it to HyperDB without judging. */
export const judgeBench = async ({ pairs, ops: opsMax, say }: BenchOptions): Promise<void> => {
  const rows: string[][] = []
  for (const { cores, ops } of cases.filter((one) => one.ops <= opsMax)) {
    const keys = Array.from({ length: cores }, (_, index) => coreOf(`writer ${index}`, 'bench'))
    const log = writtenLog({ keys, ops, blockBytes })
    const captured = await capture(log, batchBlocks)
    await judgeRound(log, captured, batchBlocks)
    const rounds: Round[] = []
    for (let round = 0; round < (pairs ?? (ops > 10_000 ? 3 : 7)); round++) {
      collectGarbage()
      rounds.push(await judgeRound(log, captured, batchBlocks))
    }
    rows.push(rowOf(cores, ops, rounds))
  }
  const head = ['judge and store', 'ops/s', 'ms a batch', 'HyperDB alone', 'times a batch', 'times in all', 'target']
  say(table(head, rows))
}
