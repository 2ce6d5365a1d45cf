import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { OpId } from '@hypergit/domain'
import { requires, type SpawnedProcess } from '@hypergit/testing'
import { answered, TestPeer } from './mirror-world.js'
import { gauge, ServiceWorld } from './service-world.js'

const openLogsOf = (validator: SpawnedProcess): Promise<number> => gauge(validator, 'hypergit_validator_open_logs')

requires('redis')('services in processes of their own', () => {
  let world: ServiceWorld
  let alice: TestPeer

  beforeAll(async () => {
    world = await ServiceWorld.open()
    alice = await TestPeer.start(world.bootstrap)
  }, 60_000)

  afterAll(async () => {
    await alice?.close()
    await world?.close()
  }, 60_000)

  test('of two validators that share the partitions, one takes over within 20 seconds when the other is killed', async () => {
    const [[doomed, heir], { api }] = await Promise.all([
      world.startTwo('validator'),
      world.startDashboard(),
      world.start('replicator', 'replicator'),
    ])

    const threads = new Map<string, OpId>()
    while ((await openLogsOf(doomed)) === 0 || (await openLogsOf(heir)) === 0) {
      const repo = answered(await alice.peer.createRepository({ name: `taken-over-${threads.size}` })).id
      alice.seed()
      await api.host(repo)
      const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
      if (opened === undefined) throw new Error('nothing was written')
      threads.set(repo, opened.op)
      await api.agrees(alice, repo, 30_000)
    }

    await doomed.kill()
    for (const [repo, thread] of threads) await alice.write(repo, { type: 'comment', thread, body: 'who judges this?' })
    await Promise.all([...threads.keys()].map((repo) => api.agrees(alice, repo, 20_000)))
    for (const repo of threads.keys())
      expect((await api.comments(repo, '1')).map(({ body }) => body)).toEqual(['who judges this?'])
  }, 180_000)
})
