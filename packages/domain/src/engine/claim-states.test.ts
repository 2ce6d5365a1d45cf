import { describe, expect, it } from '@jest/globals'
import { coreKey, logId } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { scenarioLog, type ScenarioLog } from '../testing/scenario-log.js'
import { openEngine } from './open-engine.js'

const user = logId('ab'.repeat(32))
const proof = new Uint8Array(0)

const queriesOf = async (world: ScenarioLog, kind: 'repository' | 'user' = 'repository') => {
  const engine = await openEngine({ log: world.log, kind, store: new MemoryStore(), crypto: trustingCrypto })
  await engine.apply(world.blocks, 1_000_000)
  return engine.queries
}

const claim = (world: ScenarioLog, name: string) => world.append(name, { type: 'identity.claim', user, proof })
const pair = (world: ScenarioLog, name: string, other: string) =>
  world.append(name, { type: 'identity.pair', core: world.core(other) })

describe('How a core that claimed stands', () => {
  const names = ['laptop', 'desktop', 'phone'] as const
  const problems = async (world: ScenarioLog) => {
    const cores = names.map((name) => world.core(name))
    const states = await (await queriesOf(world)).claimStates(cores)
    return names.map((_, index) => states.find(({ core }) => core === cores[index])?.problem)
  }
  it('is nothing for one that claimed nobody', async () => {
    const world = scenarioLog(['founder', ...names])
    expect(await (await queriesOf(world)).claimStates([world.core('laptop')])).toEqual([])
  })

  it('waits after the first one, is confirmed by pairs both ways, and given up by an unpairing', async () => {
    const world = scenarioLog(['founder', ...names])
    claim(world, 'laptop')
    claim(world, 'desktop')
    expect(await problems(world)).toEqual([undefined, 'waiting', undefined])
    pair(world, 'laptop', 'desktop')
    expect(await problems(world)).toEqual([undefined, 'waiting', undefined])
    pair(world, 'desktop', 'laptop')
    expect(await problems(world)).toEqual([undefined, undefined, undefined])
    world.append('laptop', { type: 'identity.unpair', core: world.core('desktop') })
    expect(await problems(world)).toEqual([undefined, 'unpaired', undefined])
  })

  it('is in conflict where two took themselves for the first one', async () => {
    const world = scenarioLog(['founder', ...names])
    const laptop = claim(world, 'laptop')
    world.append('desktop', { type: 'identity.claim', user, proof }, { sees: [] })
    world.append('phone', { type: 'identity.claim', user, proof }, { sees: [laptop.id] })
    const states = await problems(world)
    expect(states.filter((problem) => problem === 'conflicting')).toHaveLength(1)
    expect(states.slice(0, 2)).toContain('conflicting')
    expect(states.slice(0, 2)).toContain(undefined)
  })
})

describe('The cores that a user log names as devices', () => {
  it('are the founding one, those that have counted, and those that an authorisation without effect names', async () => {
    const world = scenarioLog(['phone', 'laptop', 'tablet'], { kind: 'user' })
    const [laptop, tablet] = [world.core('laptop'), world.core('tablet')]
    const authorize = (by: string, core: string, sees: readonly { readonly id: string }[]) =>
      world.append(
        by,
        { type: 'device.authorize', core: coreKey(core), name: 'machine', proof },
        { sees: sees.map(({ id }) => id) as never },
      )
    const first = authorize('phone', laptop, [])
    authorize('laptop', tablet, [first])
    world.append('phone', { type: 'device.revoke', core: laptop }, { sees: [] })
    const queries = await queriesOf(world, 'user')
    expect((await queries.user()).devices.map(({ core }) => core)).not.toContain(tablet)
    expect(await queries.devices()).toEqual([world.core('phone'), laptop, tablet])
  })
})
