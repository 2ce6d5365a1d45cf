import { blockRules } from '@hypergit/client'
import { WrittenPeople, type WrittenUser } from '@hypergit/client/testing'
import { noOp } from '@hypergit/domain'
import type { Draft, SweepJob, ValidateJob } from '@hypergit/queues'
import { tempDir, until, type TempDir } from '@hypergit/testing'
import { LanePace } from '../feeding/lane-pace.js'
import { LogFeed } from '../feeding/log-feed.js'
import { HostedLog } from '../hosting/hosted-log.js'
import { Sweeper } from './sweeper.js'

const sweepMs = 3_000
const rules = blockRules(() => 'user')

describe('a log of which the validator is sent blocks', () => {
  let folder: TempDir
  let people: WrittenPeople
  let user: WrittenUser
  let hosted: HostedLog
  let sweeper: Sweeper
  let validates: Draft<ValidateJob>[]
  let sweeps: Draft<SweepJob>[]
  let pace: LanePace
  let nowMs: number
  const now = () => nowMs

  beforeEach(async () => {
    ;[validates, sweeps, nowMs] = [[], [], 0]
    pace = new LanePace()
    folder = await tempDir('hypergit-sweeper-')
    people = await WrittenPeople.open(folder.path)
    user = await people.user('Ada')
    const feed = new LogFeed(user.written.log, {
      kind: 'user',
      rules,
      send: async (job) => void validates.push(job),
      pace,
      outstandingJobsMax: 8,
      answerPatienceMs: 5_000,
      askPauseMaxMs: 60_000,
      now,
      onError: (error) => {
        throw error
      },
    })
    hosted = new HostedLog(user.written.log, feed, { sinceMs: 0, devices: 1 }, now)
    const send = async (jobs: readonly Draft<SweepJob>[]) => void sweeps.push(...jobs)
    sweeper = new Sweeper({ rules, send, unsettledSweepMs: 60_000, fullSweepMs: 720_000, now, random: () => 0.5 })
    await sweep()
    answer(1)
    sweeps = []
    await writes()
  })
  afterEach(async () => {
    await hosted.close()
    await people.close()
    await folder.remove()
  })

  const sweep = () => sweeper.run([hosted], new AbortController().signal)
  const writes = async () => {
    const sent = validates.length
    await user.written.append(user.founder, [{ type: 'profile.set', name: 'Ada' }])
    await until(() => validates.length > sent, { what: 'the blocks are sent' })
  }
  /** The validator says how far it has the core. */
  const answer = (length: number) => {
    const verdicts = { applied: [{ core: user.founder, length, head: noOp }], gaps: [], missing: [] }
    hosted.sweepTurn.answered(verdicts)
    hosted.feed.answer(verdicts)
  }
  /** When it is swept, as the sweeper looks at it every now and then. */
  const sweptAt = async (fromMs: number, untilMs: number): Promise<readonly number[]> => {
    const times: number[] = []
    for (nowMs = fromMs; nowMs < untilMs; nowMs += sweepMs) {
      const before = sweeps.length
      await sweep()
      if (sweeps.length > before) times.push(nowMs)
    }
    return times
  }

  test('is swept once the first patience is over, and then less and less while no answer comes', async () => {
    expect(await sweptAt(sweepMs, 180_000)).toEqual([6_000, 12_000, 24_000, 45_000, 87_000, 147_000])
    expect(sweeps.at(-1)?.cores).toMatchObject([{ core: user.founder, length: 2 }])
  })

  test('is sent the blocks again that an answer lacks, and asked about as soon as the first time if these are lost too', async () => {
    await sweptAt(sweepMs, 60_000)
    nowMs = 60_000
    answer(1)
    await until(() => validates.length === 2, { what: 'the blocks are sent again' })
    expect(await sweptAt(60_000 + sweepMs, 90_000)).toEqual([66_000, 72_000, 84_000])
  })

  test('is left alone once all is answered for, and looked after at once when the next job is lost', async () => {
    await sweptAt(sweepMs, 60_000)
    answer(2)
    expect(await sweptAt(60_000, 120_000)).toEqual([])
    nowMs = 120_000
    await writes()
    expect(await sweptAt(120_000 + sweepMs, 132_000)).toEqual([126_000])
  })

  test('waits while its partition’s jobs before it are answered, and no longer than its patience once they are not', async () => {
    const times: number[] = []
    for (let answeredMs = 2_000; answeredMs <= 20_000; answeredMs += 3_000) {
      pace.answered(0, answeredMs)
      times.push(...(await sweptAt(answeredMs + 1_000, answeredMs + 2_000)))
    }
    expect(times).toEqual([])
    expect(await sweptAt(24_000, 30_000)).toEqual([27_000])
  })

  test('is swept as early as ever when jobs that were sent after its own are answered', async () => {
    pace.answered(1, 4_000)
    expect(await sweptAt(sweepMs, 9_000)).toEqual([6_000])
  })
})
