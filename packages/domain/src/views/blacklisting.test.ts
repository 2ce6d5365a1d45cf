import { beforeAll, describe, expect, it } from '@jest/globals'
import { openEngine } from '../engine/open-engine.js'
import type { LogEngine } from '../engine.js'
import type { OpId } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { type Appended, scenarioLog } from '../testing/scenario-log.js'
import { type Blacklisting, blacklistingOf } from './blacklisting.js'

const say = (thread: Appended) => ({ type: 'comment', thread: thread.id, body: '' }) as const
const place = ({ core, seq, id }: Appended) => ({ core, seq, id })

describe('What blacklists a core, as an op shows it', () => {
  const world = scenarioLog(['alice', 'bob', 'carol'])
  const ops = {} as Record<'thread' | 'mute' | 'spam' | 'more' | 'ban' | 'unaware', Appended>
  let engine: LogEngine

  const shown = async (id: OpId): Promise<Blacklisting | undefined> => {
    const op = await engine.queries.op(id)
    if (op === undefined) throw new Error(`no op ${id}`)
    return blacklistingOf(op, (ids) => engine.queries.ops(ids))
  }

  /** bob writes twice although he has seen his mute; carol writes without having seen her ban. */
  beforeAll(async () => {
    ops.thread = world.append('alice', { type: 'thread.open', kind: 'issue', title: 'crash', body: '' })
    ops.mute = world.append('alice', { type: 'mute', target: world.core('bob') })
    ops.spam = world.append('bob', say(ops.thread))
    ops.more = world.append('bob', say(ops.thread), { sees: [] })
    ops.ban = world.append('alice', { type: 'core.ban', core: world.core('carol') }, { sees: [ops.thread.id] })
    ops.unaware = world.append('carol', say(ops.thread), { sees: [ops.thread.id] })
    engine = await openEngine({ log: world.log, kind: 'repository', store: new MemoryStore(), crypto: trustingCrypto })
    await engine.apply(world.blocks, Number.MAX_SAFE_INTEGER)
  })

  it.each<'spam' | 'more'>(['spam', 'more'])('the violation, itself or before it: %s', async (name) => {
    expect(await shown(ops[name].id)).toEqual({
      kind: 'violation',
      core: world.core('bob'),
      op: place(ops.spam),
      outcome: 'violation',
      reason: 'muted',
      decidedBy: [ops.mute.id],
    })
  })

  it.each<'ban' | 'unaware'>(['ban', 'unaware'])('the ban, itself or what fell to it: %s', async (name) => {
    expect(await shown(ops[name].id)).toEqual({
      kind: 'ban',
      core: world.core('carol'),
      op: place(ops.ban),
      outcome: 'accepted',
      decidedBy: [],
    })
  })

  it('the fork of its core', async () => {
    const op = await engine.queries.op(ops.thread.id)
    const forked = { outcome: 'ignored', reason: 'equivocation', rule: 'equivocation' } as const
    const ignored = { ...op!, decision: { ...forked, explanation: '', decidedBy: [] } }
    expect(await blacklistingOf(ignored, () => Promise.resolve([]))).toEqual({
      kind: 'equivocation',
      core: world.core('alice'),
      op: place(ops.thread),
      outcome: 'ignored',
      reason: 'equivocation',
      decidedBy: [],
    })
  })

  it.each<'thread' | 'mute'>(['thread', 'mute'])('nothing for what blacklists nobody: %s', async (name) => {
    expect(await shown(ops[name].id)).toBeUndefined()
  })
})
