import { openDatabase } from '@hypergit/database'
import { startPostgres, tempDir, until } from '@hypergit/testing'
import type { Pool } from 'pg'
import type { BenchOptions } from '../bench.js'
import { percentile } from '../measure/statistics.js'
import { inMiB, inMs, inThousands, table } from '../measure/table.js'
import type { AuthorProcess } from '../memory/author-process.js'
import { startWhole, type MeasuredMirror } from '../memory/measured-mirror.js'
import { totalOf, usageOf } from '../memory/process-usage.js'
import { startWorker, type Worker } from '../processes/worker.js'
import type { PeopleProcess } from './people-process.js'

const roundsDefault = 200
const claimsDefault = 10_000
const repositoriesOfCrowd = 5
const coresOfEach = 2
const usageMs = 1_000
/** What a single connection brings in here is what thousands do elsewhere. */
const environment = { HYPERGIT_QUOTA_NEW_CORES_PER_MINUTE: '1000000' }

interface Bench {
  readonly mirror: MeasuredMirror
  readonly pool: Pool
  readonly people: Worker<PeopleProcess>
  readonly repositories: readonly string[]
}

const host = async ({ operatorUrl, token }: MeasuredMirror, id: string): Promise<void> => {
  const response = await fetch(new URL('/api/operator/repositories', operatorUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
  })
  if (!response.ok) throw new Error(`the mirror answered ${response.status}: ${await response.text()}`)
}

const withMirror = async <T>(count: number, measure: (bench: Bench) => Promise<T>): Promise<T> => {
  const [postgres, homes] = await Promise.all([startPostgres(), tempDir('hypergit-bench-people-')])
  const url = await postgres.database()
  const mirror = await startWhole({ ...environment, DATABASE_URL: url })
  const database = await openDatabase({ url, folder: homes.path })
  const author = await startWorker<AuthorProcess>('../memory/author-process.js', import.meta.url)
  const people = await startWorker<PeopleProcess>('people-process.js', import.meta.url)
  try {
    const { bootstrap } = mirror
    const served = { home: `${homes.path}/author`, bootstrap, repositories: count }
    const repositories = await author.call('serveRepositories', served)
    await people.call('begin', { home: `${homes.path}/people`, bootstrap, repositories })
    return await measure({ mirror, pool: database.pool('dashboard'), people, repositories })
  } finally {
    await people.stop()
    await author.stop()
    await mirror.stop()
    await database.close()
    await postgres.stop()
    await homes.remove()
  }
}

const confirmed = async (pool: Pool, core?: string): Promise<number> => {
  const { rows } = await pool.query<{ count: string }>(
    `select count(*) as count from dashboard.identities where state = 'confirmed' and ($1::text is null or core = $1)`,
    [core ?? null],
  )
  return Number(rows[0]?.count ?? 0)
}

/** From the append of a claim until the mirror's pages say confirmed. */
const latencies = async ({ mirror, pool, people, repositories }: Bench, rounds: number): Promise<string[][]> => {
  for (const id of repositories) await host(mirror, id)
  const measured: { readonly name: string; readonly call: 'claimNew' | 'claimKnown' }[] = [
    { name: 'a user whom nobody had claimed to be', call: 'claimNew' },
    { name: 'a user whose log is followed', call: 'claimKnown' },
  ]
  const rows: string[][] = []
  for (const { name, call } of measured) {
    const samples: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const { core, atMs } = await people.call(call)
      // Asked without a pause: what is measured is a few times what one question takes.
      for (const lastMs = atMs + 60_000; (await confirmed(pool, core)) === 0;)
        if (Date.now() > lastMs) throw new Error('a claim was not confirmed within a minute')
      samples.push(Date.now() - atMs)
    }
    const [median, late, last] = [0.5, 0.99, 1].map((share) => inMs(percentile(samples, share)))
    rows.push([name, String(rounds), median ?? '', late ?? '', last ?? ''])
  }
  return rows
}

const memoryOf = async ({ mirror }: Bench): Promise<readonly number[]> =>
  Promise.all(
    mirror.parts.map(async ({ pid, isProgram }) => totalOf(await usageOf(pid, usageMs), isProgram).memoryBytes),
  )

/** Claims of many users at once, judged, and their logs followed and judged. */
const crowded = async (bench: Bench, claims: number): Promise<string[][]> => {
  const users = claims / coresOfEach / repositoriesOfCrowd
  await bench.people.call('crowd', { users, coresOfEach })
  const before = await memoryOf(bench)
  const beganMs = performance.now()
  for (const id of bench.repositories) await host(bench.mirror, id)
  const isDone = async () => (await confirmed(bench.pool)) === claims
  await until(isDone, { what: 'all claims are confirmed', timeoutMs: 1_800_000, everyMs: 250 })
  const seconds = (performance.now() - beganMs) / 1_000
  const after = await memoryOf(bench)
  const [processes, , redis] = after.map((bytes, part) => `${inMiB(before[part] ?? 0)} → ${inMiB(bytes)}`)
  return [
    [
      inThousands(claims),
      inThousands(claims / coresOfEach),
      String(repositoriesOfCrowd),
      seconds.toFixed(1),
      inThousands(claims / seconds),
      processes ?? '',
      redis ?? '',
    ],
  ]
}

/** How soon a mirror says that a claim is confirmed, and what ten thousand of them cost it. */
export const peopleBench = async ({ ops, pairs, say }: BenchOptions): Promise<void> => {
  const rounds = pairs ?? roundsDefault
  const soon = await withMirror(1, (bench) => latencies(bench, rounds))
  say(table(['a core claims', 'times', 'ms until confirmed', 'p99', 'longest'], soon))
  const claims = Math.min(claimsDefault, ops)
  const many = await withMirror(repositoriesOfCrowd, (bench) => crowded(bench, claims))
  say('')
  say(
    table(
      ['claims', 'users', 'repositories', 's until all are confirmed', 'claims/s', 'MiB, all services', 'MiB, Redis'],
      many,
    ),
  )
}
