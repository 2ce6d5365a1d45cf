import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { coreKey } from '@hypergit/domain'
import { requires } from '@hypergit/testing'
import { askForEvidence, downloadEvidence, verifyEvidence } from './evidence-file.js'
import { answered, TestPeer } from './mirror-world.js'
import { gauge, ServiceWorld } from './service-world.js'

const someCore = coreKey('ab'.repeat(32))

requires('redis')('evidence from services in processes of their own', () => {
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

  test('reaches every dashboard, and comes from the other replicator when the one that has the cores is killed', async () => {
    const replicators = await world.startTwo('replicator')
    await world.start('validator', 'validator')
    const [one, other] = [await world.startDashboard(), await world.startDashboard()]
    const repo = answered(await alice.peer.createRepository({ name: 'proven' })).id
    alice.seed()
    await one.api.host(repo)
    const bans = await alice.write(
      repo,
      { type: 'core.ban', core: someCore, reason: 'noise' },
      { type: 'core.ban', core: someCore, reason: 'more of it' },
    )
    const [first = '', second = ''] = bans.map(({ op }) => op as string)
    await one.api.agrees(alice, repo, 60_000)

    const [text = '', same] = await Promise.all(
      [one, other].map(({ publicUrl }) => downloadEvidence(publicUrl, repo, first)),
    )
    expect(same).toBe(text)
    expect(await verifyEvidence(text)).toMatchObject({ code: 0, said: { kind: 'ban' } })

    const hosting = await Promise.all(replicators.map((service) => gauge(service, 'hypergit_replicator_hosted_logs')))
    expect(new Set(hosting)).toEqual(new Set([0, 1]))
    const holder = replicators[hosting.indexOf(1)]
    if (holder === undefined) throw new Error('nobody hosts the repository')
    await holder.kill()
    const nobody = await askForEvidence(other.publicUrl, repo, second)
    expect([nobody.status, nobody.headers.has('retry-after')]).toEqual([503, true])
    expect(await verifyEvidence(await downloadEvidence(other.publicUrl, repo, second))).toMatchObject({
      code: 0,
      said: { holds: true, kind: 'ban' },
    })
  }, 180_000)
})
