import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { logId, type LogId } from '@hypergit/domain'
import type { Draft, HostedJob, HostingJob, ResyncJob } from '@hypergit/queues'
import { requires } from '@hypergit/testing'
import { HostingStore } from '../src/hosting/hosting-store.js'
import { ProjectionSweep } from '../src/projection/sweep.js'
import { runDashboard, type RunningDashboard } from './running-dashboard.js'

const minuteMs = 60_000
const [idle, busy, halfShown] = ['11', '22', '33'].map((digits) => logId(digits.repeat(32)))

/** The sending end of a queue that keeps what it is given. */
const recording = <Job>() => {
  const jobs: Draft<Job>[] = []
  const sendAll = async (sent: readonly Draft<Job>[]): Promise<void> => void jobs.push(...sent)
  return { jobs, send: (job: Draft<Job>) => sendAll([job]), sendAll }
}

requires('redis', 'postgres')('the dashboard’s sweep', () => {
  let running: RunningDashboard

  beforeAll(async () => {
    running = await runDashboard()
    const pool = running.database.pool('dashboard')
    const hosting = new HostingStore(pool)
    for (const log of [idle, busy, halfShown]) if (log !== undefined) await hosting.set(log, true)
    await pool.query(`update dashboard.hosting set changed_at = now() - interval '1 day'`)
    const projected = (log: LogId | undefined, age: string, pendingEpoch: number | null) =>
      pool.query(
        `insert into dashboard.logs (log, epoch, number, changed_at, pending_epoch, pending_number)
         values ($1, 1, 7, now() - $2::interval, $3, $4)`,
        [log, age, pendingEpoch, pendingEpoch === null ? null : 3],
      )
    await projected(idle, '1 day', null)
    await projected(busy, '1 minute', null)
    await projected(halfShown, '1 day', 2)
  }, 60_000)

  afterAll(() => running?.close(), 30_000)

  test('says everything at first, then only what is recent or incomplete, and everything again later', async () => {
    let nowMs = Date.now()
    const [hostingJobs, hostedJobs, resync] = [recording<HostingJob>(), recording<HostedJob>(), recording<ResyncJob>()]
    const pool = running.database.pool('dashboard')
    const hosting = new HostingStore(pool)
    const parts = { pool, hosting, hostingJobs, hostedJobs, resync, now: () => nowMs, random: () => 0.5 }
    const sweep = new ProjectionSweep(parts)
    const { signal } = new AbortController()
    const said = async () => {
      hostingJobs.jobs.length = 0
      hostedJobs.jobs.length = 0
      resync.jobs.length = 0
      await sweep.run(signal)
      expect(hostedJobs.jobs.map(({ log }) => log)).toEqual(hostingJobs.jobs.map(({ log }) => log))
      return {
        hosted: hostingJobs.jobs.map(({ log }) => log),
        asked: resync.jobs.map(({ log, have }) => ({ log, have })),
      }
    }
    const recent = [
      { log: busy, have: { epoch: 1, number: 7 } },
      { log: halfShown, have: { epoch: 2, number: 3 } },
    ]
    const all = { hosted: [idle, busy, halfShown], asked: [{ log: idle, have: { epoch: 1, number: 7 } }, ...recent] }

    expect(await said()).toEqual(all)
    nowMs += minuteMs
    expect(await said()).toEqual({ hosted: [], asked: recent })
    nowMs += 15 * minuteMs
    expect(await said()).toEqual(all)
  })
})
