import { join } from 'node:path'
import { requires, spawnProcess, tempDir, until } from '@hypergit/testing'
import { leaseTimes } from '../src/partitions/leases.js'
import { logIn, replicatorHandlers, startWorld, verdictsOf, type BackendKind } from './world.js'

const workerProcess = join(import.meta.dirname, 'worker-process.mjs')

/** What the second worker did, in its order, after the first was killed with the first of three jobs in its hands. */
const afterKill = async (kind: BackendKind): Promise<readonly number[]> => {
  const world = await startWorld(kind)
  await world.fresh()
  const folder = await tempDir()
  try {
    const validator = await world.queues('validator')
    const killed = await spawnProcess(process.execPath, [workerProcess], {
      cwd: folder.path,
      env: { DATABASE_URL: world.databaseUrl, REDIS_URL: world.redis?.url, HYPERGIT_QUEUES: kind },
    })
    await killed.line(/^held 64$/)
    await validator.producer('verdicts').sendAll([1, 2, 3].map((number) => verdictsOf(logIn(40), number)))
    await killed.line(/^began 1$/)
    const replicator = await world.queues('replicator', { leaseTimes })
    const seen: number[] = []
    await killed.kill()
    await replicator.work(
      replicatorHandlers({
        verdicts: async ({ number }) => {
          seen.push(number)
        },
      }),
    )
    await until(() => seen.length === 3, { what: 'the other has done all three', timeoutMs: 20_000 })
    return seen
  } finally {
    await world.end()
    await world.stop()
    await folder.remove()
  }
}

requires('redis', 'postgres')('a killed worker', () => {
  test('another takes its partitions, and its unfinished job first, within 20 s on either back end', async () => {
    const [onRedis, onPostgres] = await Promise.all([afterKill('redis'), afterKill('postgres')])
    expect(onRedis).toEqual([1, 2, 3])
    expect(onPostgres).toEqual([1, 2, 3])
  }, 60_000)
})
