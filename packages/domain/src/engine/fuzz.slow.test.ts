import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { runSource, SlowProgress } from '@hypergit/testing'
import type { FuzzTold } from '../../test/fuzz-logs.js'
import { mutationNames } from '../testing/hostile-bytes.js'
import { breakageNames } from '../testing/hostile-envelopes.js'
import { Tally } from '../testing/tally.js'

/** First seed of a log, and blocks in all: several processes share the work by seeds of their own. */
const [from, blocks] = (process.env['HYPERGIT_TEST_FUZZ'] ?? '1000001,10000000').split(',').map(Number) as [
  number,
  number,
]
const blocksPerLog = 200
const logs = Math.ceil(blocks / blocksPerLog)
/** A day: a run of this length is bounded by its blocks, not by a clock. */
const timeLimitMs = 86_400_000
/** For one log of so many blocks, on a busy machine: what takes longer hangs. */
const logMsMax = 20_000
/** To begin with, everything is read and the samples are drawn. */
const silentMsMax = 3 * logMsMax
const mebibyte = 1024 * 1024
/** Of the process that judges. */
const residentBytesMax = 640 * mebibyte
const heapMebibytesMax = 384

const common = [
  'accepted',
  'hidden locked',
  'hidden muted',
  'hidden not-permitted',
  'held unconfirmed',
  'ignored blacklisted',
  'ignored equivocation',
  'ignored unauthorised',
  'parked',
  'parked needs-upgrade',
  'refused',
  'violation claimed-twice',
  'violation forged-author',
  'violation forged-claim',
  'violation locked',
  'violation malformed',
  'violation muted',
  'violation not-permitted',
  'violation unknown-target',
]
/** Those that take several authors in turn: fewer blocks need not come to them. */
const rare = ['hidden unconfirmed', 'hidden void', 'violation pairing-abuse']
const blocksForRare = 1_000_000

const table = (tally: Tally): string =>
  [...tally.entries()]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${((count / (logs * blocksPerLog)) * 100).toFixed(3).padStart(8)} %  ${name}\n`)
    .join('')

it(
  `takes in ${blocks} hostile blocks without a throw or a hang, in bounded memory, and comes to all outcomes`,
  async () => {
    const [outcomes, kinds] = [new Tally(), new Tally()]
    let peakBytes = 0
    let longestMs = 0
    let seed = from
    const progress = new SlowProgress(
      `fuzz from seed ${from}, blocks`,
      logs * blocksPerLog,
      () => `seed ${seed}, peak ${Math.round(peakBytes / mebibyte)} MiB, longest log ${Math.round(longestMs)} ms`,
    )
    const module = join(import.meta.dirname, '..', '..', 'test', 'fuzz-logs.ts')
    const words = [from, logs, blocksPerLog].map(String)
    await runSource<FuzzTold>({ module, words, silentMsMax, heapMebibytesMax }, (told) => {
      seed = told.seed
      longestMs = Math.max(longestMs, told.ms)
      peakBytes = Math.max(peakBytes, told.residentBytes)
      if (told.ms > logMsMax || told.residentBytes > residentBytesMax)
        throw new Error(`seed ${seed} took ${told.ms} ms and ${told.residentBytes} bytes`)
      for (const [name, count] of told.outcomes) outcomes.add(name, count)
      for (const [name, count] of told.kinds) kinds.add(name, count)
      progress.advance(blocksPerLog)
    })
    process.stderr.write(`what became of them\n${table(outcomes)}what they were\n${table(kinds)}`)

    const reached = [...outcomes.entries()].map(([name]) => name)
    expect(reached).toEqual(expect.arrayContaining(blocks < blocksForRare ? common : [...common, ...rare]))
    const drawn = [...kinds.entries()].map(([name]) => name)
    expect(drawn).toEqual(
      expect.arrayContaining(['fitting', ...mutationNames, ...breakageNames, 'fork', 'again', 'gap']),
    )
    const share = (...names: readonly string[]): number =>
      names.reduce((sum, name) => sum + outcomes.of(name), 0) / (logs * blocksPerLog)
    const ruled = reached.filter(
      (name) => /^(accepted|hidden|held|violation)/.test(name) && !name.endsWith('malformed'),
    )
    expect(share(...ruled)).toBeGreaterThan(0.5)
    expect(share('violation malformed', 'refused')).toBeGreaterThan(0.1)
  },
  timeLimitMs,
)
