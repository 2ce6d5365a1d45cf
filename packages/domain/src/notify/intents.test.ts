import { describe, expect, it } from '@jest/globals'
import { openEngine } from '../engine/open-engine.js'
import { MemoryStore } from '../store/memory-store.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { scenarioLog } from '../testing/scenario-log.js'
import { notificationIntents } from './intents.js'

const crypto = trustingCrypto

describe('Notification intents', () => {
  it('tell of a comment, and withdraw it when a mute that was on its way hides it', async () => {
    const world = scenarioLog(['alice', 'bob'])
    const engine = await openEngine({ log: world.log, kind: 'repository', store: new MemoryStore(), crypto })
    const thread = world.append('alice', { type: 'thread.open', kind: 'issue', title: 'crash', body: 'It crashes.' })
    const mute = world.append('alice', { type: 'mute', target: world.core('bob') })
    const comment = world.append('bob', { type: 'comment', thread: thread.id, body: 'me too' }, { sees: [thread.id] })
    const first = await engine.apply(
      world.blocks.filter((block) => block !== mute.block),
      0,
    )
    expect(notificationIntents(first)).toMatchObject([
      { kind: 'notify', event: 'opened', thread: thread.id, op: thread.id, imported: false },
      { kind: 'notify', event: 'commented', thread: thread.id, op: comment.id, author: { core: comment.core } },
    ])
    expect(notificationIntents(await engine.apply([mute.block], 0))).toMatchObject([
      { kind: 'withdraw', event: 'commented', op: comment.id, version: 2 },
    ])
  })

  it('say nothing of what readers never saw', async () => {
    const world = scenarioLog(['alice', 'bob'])
    const engine = await openEngine({ log: world.log, kind: 'repository', store: new MemoryStore(), crypto })
    const thread = world.append('alice', { type: 'thread.open', kind: 'issue', title: 'crash', body: '' })
    world.append('alice', { type: 'mute', target: world.core('bob') })
    world.append('bob', { type: 'comment', thread: thread.id, body: 'me too' }, { sees: [thread.id] })
    const report = await engine.apply(world.blocks, 0)
    expect(notificationIntents(report).map(({ event }) => event)).toEqual(['opened'])
  })
})
