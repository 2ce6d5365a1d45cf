import { describe, expect, it } from '@jest/globals'
import { logId } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { scenarioLog, type ScenarioLog } from '../testing/scenario-log.js'
import { openEngine } from './open-engine.js'

const user = logId('ab'.repeat(32))
const other = logId('cd'.repeat(32))
const proof = new Uint8Array(0)

const claim = (world: ScenarioLog, name: string, of = user) =>
  world.append(name, { type: 'identity.claim', user: of, proof })
const pair = (world: ScenarioLog, name: string, core: string) =>
  world.append(name, { type: 'identity.pair', core: world.core(core) })

const judged = async (world: ScenarioLog) => {
  const engine = await openEngine({
    log: world.log,
    kind: 'repository',
    store: new MemoryStore(),
    crypto: trustingCrypto,
  })
  await engine.apply(world.blocks, 1_000_000)
  return engine.queries
}

describe('Whose a core is', () => {
  it('is told with the claims, pairs and unpairings that it rests on', async () => {
    const world = scenarioLog(['alice', 'laptop', 'desktop', 'phone'])
    const [first, second, third] = [claim(world, 'laptop'), claim(world, 'desktop'), claim(world, 'phone')]
    const mine = pair(world, 'laptop', 'desktop')
    const theirs = pair(world, 'desktop', 'laptop')
    const [laptop, desktop, phone] = [world.core('laptop'), world.core('desktop'), world.core('phone')]
    const queries = await judged(world)
    const cores = [
      { core: laptop, claim: first.id, standing: 'first-linked', unpaired: false },
      { core: desktop, claim: second.id, standing: 'confirmed', unpaired: false },
      { core: phone, claim: third.id, standing: 'held', unpaired: false },
    ]
    expect(await queries.claimants(user)).toEqual(cores)
    const seen = await queries.identity(desktop)
    expect(seen).toMatchObject({
      core: desktop,
      user,
      claim: second.id,
      standing: 'confirmed',
      firstLinked: laptop,
      cores,
    })
    expect(new Map(seen.pairs.map(({ op, by, strike }) => [op, { by, strike }]))).toEqual(
      new Map([
        [theirs.id, { by: desktop, strike: false }],
        [mine.id, { by: laptop, strike: false }],
      ]),
    )
    expect(await queries.identity(world.core('alice'))).toEqual({
      core: world.core('alice'),
      cores: [],
      pairs: [],
      unpairs: [],
      strikes: [],
    })
  })

  it('tells of a core that was given up, until it has paired again', async () => {
    const world = scenarioLog(['alice', 'laptop', 'desktop'])
    for (const name of ['laptop', 'desktop']) claim(world, name)
    pair(world, 'laptop', 'desktop')
    pair(world, 'desktop', 'laptop')
    const given = world.append('laptop', { type: 'identity.unpair', core: world.core('desktop') })
    expect(await (await judged(world)).identity(world.core('desktop'))).toMatchObject({
      unpaired: true,
      unpairs: [{ op: given.id, by: world.core('laptop'), core: world.core('desktop') }],
    })
    pair(world, 'laptop', 'desktop')
    pair(world, 'desktop', 'laptop')
    expect((await (await judged(world)).identity(world.core('desktop'))).unpaired).toBe(false)
  })

  it('counts strikes until a pardon lifts them', async () => {
    const world = scenarioLog(['alice', 'mallory', 'bob'])
    claim(world, 'bob')
    claim(world, 'mallory', other)
    const strikes = [pair(world, 'mallory', 'bob'), pair(world, 'mallory', 'bob')].map(({ id }) => id)
    const before = await (await judged(world)).identity(world.core('mallory'))
    expect(before.strikes).toEqual(strikes)
    expect(before.pairs.every(({ strike }) => strike)).toBe(true)
    world.append('alice', { type: 'core.pardon', core: world.core('mallory') })
    expect((await (await judged(world)).identity(world.core('mallory'))).strikes).toEqual([])
  })

  it('comes with what the core wrote, the newest first', async () => {
    const world = scenarioLog(['alice', 'laptop'])
    const written = [1, 2, 3].map((number) =>
      world.append('laptop', { type: 'thread.open', kind: 'issue', title: `${number}`, body: '' }),
    )
    const queries = await judged(world)
    const newest = await queries.written(world.core('laptop'), 2)
    expect(newest.map(({ id }) => id)).toEqual([written[2]?.id, written[1]?.id])
    expect(await queries.written(world.core('laptop'), 10)).toHaveLength(4)
    expect(await queries.written(world.core('nobody'), 10)).toEqual([])
  })
})
