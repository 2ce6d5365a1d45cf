import { describe, expect, it } from '@jest/globals'
import { MemoryStore } from '../store/memory-store.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { scenarioLog } from '../testing/scenario-log.js'
import { coreKey, logId } from '../ids.js'
import { keptLinksMax } from '../views/user-record.js'
import { userDevicesShownMax } from '../views/user-view.js'
import { openEngine } from './open-engine.js'

const crypto = trustingCrypto
const none = new Uint8Array(0)
const key = (number: number): string => number.toString(16).padStart(64, '0')

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

  it('tells of the user: profile, devices and links, also after a restart', async () => {
    const world = scenarioLog(['phone', 'laptop'], { kind: 'user' })
    const repository = logId('ab'.repeat(32))
    const link = (core: string, type: 'core.link' | 'core.unlink' = 'core.link') =>
      world.append('phone', { type, repository, core: world.core(core) })
    world.append('phone', { type: 'profile.set', bio: 'hello', contact: 'ada@example.org' })
    world.append('phone', { type: 'profile.set', name: 'Ada' })
    world.append('phone', { type: 'device.authorize', core: world.core('laptop'), name: 'laptop', proof: none })
    link('one')
    link('two')
    link('two', 'core.unlink')
    const store = new MemoryStore()
    const engine = await openEngine({ log: world.log, kind: 'user', store, crypto })
    const { user } = await engine.apply(world.blocks, 1_000_000)
    expect(user).toMatchObject({ name: 'Ada', bio: 'hello', url: '', contact: 'ada@example.org', devicesTotal: 2 })
    expect(user?.devices.map(({ core, name, authorized }) => ({ core, name, authorized }))).toEqual([
      { core: world.core('laptop'), name: 'laptop', authorized: true },
      { core: world.core('phone'), name: '', authorized: true },
    ])
    expect(new Map(user?.links.map(({ core, linked }) => [core, linked]))).toEqual(
      new Map([
        [world.core('one'), true],
        [world.core('two'), false],
      ]),
    )
    const reopened = await openEngine({ log: world.log, kind: 'user', store, crypto })
    expect(await reopened.queries.user()).toEqual(user)
  })

  it('takes back what a device wrote that was revoked without its having seen it, whichever comes first', async () => {
    const world = scenarioLog(['phone', 'laptop'], { kind: 'user' })
    const laptop = world.core('laptop')
    world.append('phone', { type: 'profile.set', name: 'Ada' })
    const authorized = world.append('phone', { type: 'device.authorize', core: laptop, name: 'laptop', proof: none })
    const taken = world.append('laptop', { type: 'profile.set', name: 'Mallory' }, { sees: [authorized.id] })
    world.append('phone', { type: 'device.revoke', core: laptop }, { sees: [authorized.id] })
    for (const blocks of [world.blocks, world.blocks.filter(({ bytes }) => bytes !== taken.block.bytes)]) {
      const engine = await openEngine({ log: world.log, kind: 'user', store: new MemoryStore(), crypto })
      for (const block of blocks) await engine.apply([block], 1_000_000)
      const user = await engine.queries.user()
      expect(user.name).toBe('Ada')
      expect(user.devices.find(({ core }) => core === laptop)).toMatchObject({ authorized: false, name: 'laptop' })
      expect(user.devices.find(({ core }) => core === laptop)?.revokedAt).toBeGreaterThan(0)
    }
  })

  it('lists the newest links and the devices that count, however many there are', async () => {
    const world = scenarioLog(['phone'], { kind: 'user' })
    for (let number = 0; number < keptLinksMax + 10; number++)
      world.append('phone', { type: 'core.link', repository: logId(key(number)), core: coreKey(key(number)) })
    for (let number = 0; number < userDevicesShownMax + 10; number++)
      world.append('phone', {
        type: 'device.authorize',
        core: coreKey(key(number)),
        name: `device ${number}`,
        proof: none,
      })
    const last = coreKey(key(userDevicesShownMax + 9))
    world.append('phone', { type: 'device.revoke', core: last })
    const engine = await openEngine({ log: world.log, kind: 'user', store: new MemoryStore(), crypto })
    await engine.apply(world.blocks, 10_000_000)
    const user = await engine.queries.user()
    expect(user.links).toHaveLength(keptLinksMax)
    expect(user.links.some(({ core }) => core === key(9))).toBe(false)
    expect(user).toMatchObject({ linksTotal: keptLinksMax, devicesTotal: userDevicesShownMax + 11 })
    expect(user.devices).toHaveLength(userDevicesShownMax)
    expect(user.devices.some(({ core }) => core === last)).toBe(false)
  })
})
