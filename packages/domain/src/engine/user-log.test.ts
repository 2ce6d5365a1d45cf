import { describe, expect, it } from '@jest/globals'
import { MemoryStore } from '../store/memory-store.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { scenarioLog } from '../testing/scenario-log.js'
import { openEngine } from './open-engine.js'

const crypto = trustingCrypto

describe('A user log', () => {
  it('is applied by the same steps, and has no repository', async () => {
    const world = scenarioLog(['phone', 'laptop'], { kind: 'user' })
    const profile = world.append('phone', { type: 'profile.set', bio: 'hello' })
    world.append('laptop', { type: 'ack' })
    const engine = await openEngine({ log: world.log, kind: 'user', store: new MemoryStore(), crypto })
    const report = await engine.apply(world.blocks, 1_000_000)
    expect(report.repository).toBeUndefined()
    expect(report.ops.find(({ id }) => id === profile.id)?.decision.outcome).toBe('accepted')
    expect(report.fresh).toHaveLength(world.blocks.length)
  })

  it('refuses what belongs into a repository', async () => {
    const world = scenarioLog(['phone'], { kind: 'user' })
    const opened = world.append('phone', { type: 'thread.open', kind: 'issue', title: 'crash', body: '' })
    const engine = await openEngine({ log: world.log, kind: 'user', store: new MemoryStore(), crypto })
    const report = await engine.apply(world.blocks, 1_000_000)
    expect(report.ops.find(({ id }) => id === opened.id)?.decision).toMatchObject({
      outcome: 'violation',
      reason: 'malformed',
    })
  })
})
