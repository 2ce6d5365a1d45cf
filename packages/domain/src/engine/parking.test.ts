import { beforeEach, describe, expect, it } from '@jest/globals'
import type { LogEngine } from '../engine.js'
import { aheadMsMax, aheadOpsPerCoreMax, parkedPerCoreMax } from '../graph/parking.js'
import type { Write } from '../store/port.js'
import { MemoryStore } from '../store/memory-store.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { type ScenarioLog, scenarioLog } from '../testing/scenario-log.js'
import { openEngine } from './open-engine.js'

const crypto = trustingCrypto

/** A store whose disk can be full. */
class FullStore extends MemoryStore {
  full = false
  override commit(writes: readonly Write[]): Promise<void> {
    return this.full ? Promise.reject(new Error('no space left on the device')) : super.commit(writes)
  }
}

describe('What waits', () => {
  let world: ScenarioLog
  let store: FullStore
  const open = (): Promise<LogEngine> => openEngine({ log: world.log, kind: 'repository', store, crypto })
  beforeEach(() => {
    world = scenarioLog(['alice', 'bob'])
    store = new FullStore()
  })

  it('an op that came just before what it cites is judged once, also after a restart', async () => {
    const cited = world.append('alice', { type: 'ack' })
    const citing = world.append('bob', { type: 'ack' })
    const later = world.append('bob', { type: 'ack' })
    const before = world.blocks.slice(0, 2)
    await (await open()).apply([...before, citing.block, cited.block], 5_000)
    const reopened = await open()
    expect(reopened.parked()).toEqual([])
    expect((await reopened.apply([later.block], 5_000)).fresh).toEqual([later.id])
    const whole = await openEngine({ log: world.log, kind: 'repository', store: new MemoryStore(), crypto })
    await whole.apply(world.blocks, 5_000)
    expect(await reopened.stateHash()).toBe(await whole.stateHash())
  })

  it('an op ahead of the clock is judged when it is due, with what cites it, also after a restart', async () => {
    const due = 5_000_000
    const early = world.append('bob', { type: 'ack' }, { at: due + aheadMsMax })
    const citing = world.append('alice', { type: 'ack' })
    const engine = await open()
    await engine.apply(world.blocks, due - 1)
    expect(engine.nextDueAt()).toBe(due)
    expect(new Set(engine.parked().map(({ id }) => id))).toEqual(new Set([early.id, citing.id]))
    expect(engine.missing()).toEqual([])
    const reopened = await open()
    expect(reopened.nextDueAt()).toBe(due)
    expect((await reopened.apply([], due - 1)).fresh).toEqual([])
    expect((await reopened.apply([], due)).fresh).toEqual([early.id, citing.id])
    expect(reopened.parked()).toEqual([])
    expect(reopened.nextDueAt()).toBeUndefined()
  })

  it('takes only so many ops of a core that are ahead, and answers the rest with what is applied', async () => {
    for (let count = 0; count < aheadOpsPerCoreMax + 3; count++)
      world.append('bob', { type: 'ack' }, { at: aheadMsMax + 1 })
    const engine = await open()
    const blocks = world.blocks
    for (const block of blocks) await engine.apply([block], 0)
    const { gaps } = await engine.apply(blocks.slice(-1), 0)
    expect(gaps).toMatchObject([{ core: world.core('bob'), length: aheadOpsPerCoreMax + 1 }])
    await engine.apply([], 1)
    expect((await engine.apply(blocks.slice(-3), 1)).fresh).toHaveLength(3)
  })

  it('parks only so many ops of a core, and takes the rest when they are sent again', async () => {
    const thread = world.append('alice', { type: 'thread.open', kind: 'issue', title: 'crash', body: '' })
    for (let count = 0; count < parkedPerCoreMax + 5; count++) world.append('bob', { type: 'ack' })
    const engine = await open()
    const blocks = world.blocks.filter((block) => block !== thread.block)
    for (const block of blocks) await engine.apply([block], 0)
    expect(engine.parked()).toHaveLength(parkedPerCoreMax)
    await engine.apply([thread.block], 0)
    expect(engine.parked()).toEqual([])
    await engine.apply(blocks, 0)
    expect(engine.applied(world.core('bob'))?.length).toBe(parkedPerCoreMax + 6)
  })

  it('answers a block past a gap, and one of a core that is not known, with what is applied', async () => {
    world.append('bob', { type: 'ack' })
    const last = world.append('bob', { type: 'ack' })
    const engine = await open()
    const { gaps } = await engine.apply([...world.blocks.slice(0, 1), last.block], 0)
    expect(gaps).toEqual([{ core: world.core('bob'), length: 0, head: '0'.repeat(64) }])
  })

  it('keeps nothing of a core that did not join this log', async () => {
    const engine = await open()
    await engine.apply(world.blocks, 0)
    const stranger = scenarioLog(['mallory'])
    const report = await engine.apply(stranger.blocks, 0)
    expect(report).toMatchObject({ fresh: [], cores: [], gaps: [] })
    expect(engine.applied(stranger.core('mallory'))).toBeUndefined()
  })

  it('a batch that could not be stored has not happened', async () => {
    const engine = await open()
    await engine.apply(world.blocks, 0)
    const before = { hash: await engine.stateHash(), applied: engine.allApplied() }
    const thread = world.append('alice', { type: 'thread.open', kind: 'issue', title: 'crash', body: '' })
    store.full = true
    await expect(engine.apply([thread.block], 0)).rejects.toThrow('no space left')
    await engine.queries.repository()
    expect({ hash: await engine.stateHash(), applied: engine.allApplied() }).toEqual(before)
    store.full = false
    expect((await engine.apply([thread.block], 0)).fresh).toEqual([thread.id])
  })
})
