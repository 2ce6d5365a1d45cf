import { expect, it } from '@jest/globals'
import { SlowProgress } from '@hypergit/testing'
import { fuzzLog } from '../testing/fuzzed-log.js'

/** First seed of a log, and blocks in all. */
const [from, blocks] = (process.env['HYPERGIT_TEST_FUZZ'] ?? '1000001,10000000').split(',').map(Number) as [
  number,
  number,
]
const blocksPerLog = 200
/** A day: a run of this length is bounded by its blocks, not by a clock. */
const timeLimitMs = 86_400_000
/** For one log of so many blocks, on a busy machine: what takes longer hangs. */
const logMsMax = 20_000
const mebibyte = 1024 * 1024
/** Of the whole process, with jest in it. */
const residentBytesMax = 1024 * mebibyte

it(
  `takes in ${blocks} hostile blocks without a throw or a hang, in bounded memory`,
  async () => {
    let peakBytes = 0
    let longestMs = 0
    const progress = new SlowProgress(
      'fuzz, blocks',
      blocks,
      () => `peak ${Math.round(peakBytes / mebibyte)} MiB, longest log ${Math.round(longestMs)} ms`,
    )
    for (let seed = from; seed < from + blocks / blocksPerLog; seed++) {
      const begunMs = performance.now()
      await fuzzLog(seed, blocksPerLog)
      longestMs = Math.max(longestMs, performance.now() - begunMs)
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
      expect({ seed, hangs: longestMs > logMsMax, swells: peakBytes > residentBytesMax }).toEqual({
        seed,
        hangs: false,
        swells: false,
      })
      progress.advance(blocksPerLog)
    }
  },
  timeLimitMs,
)
