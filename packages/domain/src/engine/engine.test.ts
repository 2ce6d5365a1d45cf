import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Capability, GitPolicy } from '../action.js'
import type { LogEngine } from '../engine.js'
import type { OpId } from '../ids.js'
import type { BatchReport } from '../report.js'
import { MemoryStore } from '../store/memory-store.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { type ScenarioLog, scenarioLog } from '../testing/scenario-log.js'
import type { OpView } from '../views.js'
import { openEngine } from './open-engine.js'

const crypto = trustingCrypto
const now = 1_000_000
const issue = { type: 'thread.open', kind: 'issue', title: 'crash', body: 'It crashes.' } as const

const open = (world: ScenarioLog, store = new MemoryStore()): Promise<LogEngine> =>
  openEngine({ log: world.log, kind: world.kind, store, crypto, outbox: true })

const outcomesOf = (reports: readonly BatchReport[]): Map<OpId, string> => {
  const views = new Map<OpId, OpView>()
  for (const report of reports) for (const view of report.ops) views.set(view.id, view)
  return new Map(
    [...views].map(([id, { decision }]) => [
      id,
      decision.reason === undefined ? decision.outcome : `${decision.outcome} ${decision.reason}`,
    ]),
  )
}

describe('The engine', () => {
  let world: ScenarioLog
  beforeEach(() => {
    world = scenarioLog(['alice', 'bob', 'carol'])
  })

  it('hides a comment sent before the mute arrived, and calls the next one a violation', async () => {
    const thread = world.append('alice', issue)
    const mute = world.append('alice', { type: 'mute', target: world.core('bob') })
    const early = world.append('bob', { type: 'comment', thread: thread.id, body: 'me too' }, { sees: [thread.id] })
    const late = world.append('bob', { type: 'comment', thread: thread.id, body: 'again' }, { sees: [mute.id] })
    const after = world.append('bob', { type: 'ack' }, { sees: [] })
    const engine = await open(world)
    const outcomes = outcomesOf([await engine.apply(world.blocks, now)])
    expect(outcomes.get(early.id)).toBe('hidden muted')
    expect(outcomes.get(late.id)).toBe('violation muted')
    expect(outcomes.get(after.id)).toBe('ignored blacklisted')
  })

  it('says of a blacklisted core which rule its violation broke, also after it was opened again', async () => {
    const thread = world.append('alice', issue)
    world.append('alice', { type: 'mute', target: world.core('bob') })
    const late = world.append('bob', { type: 'comment', thread: thread.id, body: 'again' })
    const store = new MemoryStore()
    const engine = await open(world, store)
    await engine.apply(world.blocks, now)
    const expected = { from: late.seq, reason: 'muted', op: late.id }
    for (const one of [engine, await open(world, store)]) {
      const bob = (await one.queries.cores()).find(({ core }) => core === world.core('bob'))
      expect(bob?.blacklisted).toEqual(expected)
    }
  })

  it('says which policies the git rights of a person rest on, also of one who never wrote here', async () => {
    const policy = (subject: Pick<GitPolicy, 'role' | 'target'>, capabilities: readonly Capability[]) =>
      world.append('alice', { type: 'git.policy', ...subject, capabilities })
    const stranger = world.core('nobody')
    const normal = policy({ role: 'normal' }, ['createBranch'])
    policy({ role: 'admin' }, [])
    const engine = await open(world)
    await engine.apply(world.blocks, now)
    const byRole = { role: 'normal', capabilities: ['createBranch'], policies: [normal.id] }
    expect(await engine.queries.gitRights(stranger)).toEqual({ person: stranger, ...byRole })
    expect(await engine.queries.gitRights(world.core('bob'))).toMatchObject(byRole)
    const forBob = policy({ target: world.core('bob') }, ['tag'])
    await engine.apply([forBob.block], now)
    expect(await engine.queries.gitRights(world.core('bob'))).toMatchObject({
      capabilities: ['tag'],
      policies: [forBob.id],
    })
  })

  it('changes the outcome of an earlier comment when the mute arrives late', async () => {
    const thread = world.append('alice', issue)
    const mute = world.append('alice', { type: 'mute', target: world.core('bob') })
    const comment = world.append('bob', { type: 'comment', thread: thread.id, body: 'me too' }, { sees: [thread.id] })
    const engine = await open(world)
    const first = await engine.apply(
      world.blocks.filter(({ seq, core }) => !(core === mute.core && seq === mute.seq)),
      now,
    )
    expect(outcomesOf([first]).get(comment.id)).toBe('accepted')
    expect(first.threads.find(({ op }) => op === thread.id)?.commentCount).toBe(1)
    const second = await engine.apply([mute.block], now)
    expect(outcomesOf([first, second]).get(comment.id)).toBe('hidden muted')
    expect(second.fresh).toEqual([mute.id])
    expect(second.threads.find(({ op }) => op === thread.id)?.commentCount).toBe(0)
    expect(second.cores.find(({ core }) => core === world.core('bob'))?.muted).toBe(true)
  })

  it('resumes on a store that it wrote, and comes to the same hash on a new one', async () => {
    const thread = world.append('alice', issue)
    world.append('alice', { type: 'role.set', target: world.core('bob'), role: 'collaborator' })
    world.append('bob', { type: 'thread.lock', thread: thread.id })
    world.append('carol', { type: 'comment', thread: thread.id, body: 'too late' })
    const store = new MemoryStore()
    const blocks = world.blocks
    const one = await open(world, store)
    await one.apply(blocks.slice(0, 4), now)
    const two = await open(world, store)
    await two.apply(blocks.slice(4), now)
    const whole = await open(world)
    await whole.apply(blocks, now)
    expect(await two.stateHash()).toBe(await whole.stateHash())
    expect(two.allApplied()).toEqual(whole.allApplied())
  })

  it('parks what comes before its parents, names what is missing, and judges it once it is there', async () => {
    const thread = world.append('alice', issue)
    const comment = world.append('bob', { type: 'comment', thread: thread.id, body: 'me too' })
    const engine = await open(world)
    const first = await engine.apply(
      world.blocks.filter((block) => block !== thread.block),
      now,
    )
    expect(first.missing).toMatchObject([
      { core: thread.core, seq: thread.seq, id: thread.id, citedBy: { core: comment.core, seq: comment.seq } },
    ])
    expect(engine.parked()).toMatchObject([{ id: comment.id }])
    const second = await engine.apply([thread.block], now)
    expect(second.missing).toEqual([])
    expect(outcomesOf([first, second]).get(comment.id)).toBe('accepted')
  })
})
