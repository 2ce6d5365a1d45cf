import { describe, expect, it } from '@jest/globals'
import type { Role } from '../action.js'
import { encodeUnchecked } from '../encoding/encode-op.js'
import { idFromBytes } from '../encoding/id-bytes.js'
import type { LogEngine } from '../engine.js'
import { missingMax, missingPerCoreMax } from '../graph/parking.js'
import { coreKey, logId, noOp, opId } from '../ids.js'
import type { Block } from '../op.js'
import { MemoryStore } from '../store/memory-store.js'
import { decodeOpRecord } from '../store/op-record.js'
import { blake2b256 } from '../testing/blake2b256.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { type Appended, type ScenarioLog, scenarioLog } from '../testing/scenario-log.js'
import { keptEmojisMax, keptEntriesMax } from '../views/standing.js'
import { openEngine } from './open-engine.js'

const crypto = trustingCrypto
const now = Number.MAX_SAFE_INTEGER
const issue = { type: 'thread.open', kind: 'issue', title: 'crash', body: '' } as const

const open = (world: ScenarioLog, store = new MemoryStore()): Promise<LogEngine> =>
  openEngine({ log: world.log, kind: world.kind, store, crypto })

const anyId = (name: string): string => idFromBytes(blake2b256([new TextEncoder().encode(name)]))

const numbered = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)

/** A world of a founder and puppets of one hand. */
const withPuppets = (count: number): { readonly world: ScenarioLog; readonly puppets: readonly string[] } => {
  const puppets = numbered(count).map((index) => `puppet${index}`)
  return { world: scenarioLog(['alice', ...puppets]), puppets }
}

const inBatches = async (engine: LogEngine, blocks: readonly Block[], blocksMax: number): Promise<void> => {
  for (let from = 0; from < blocks.length; from += blocksMax)
    await engine.apply(blocks.slice(from, from + blocksMax), now)
}

/** A `role.set` that cites one op. */
const grant = (world: ScenarioLog, by: string, target: string, role: Role, seen: Appended | undefined): Appended => {
  const parents =
    seen === undefined || seen.core === world.core(by) ? [] : [{ core: seen.core, seq: seen.seq, id: seen.id }]
  const action = { type: 'role.set', target: world.core(target), role } as const
  return world.appendRaw(
    by,
    encodeUnchecked({ log: world.log, prev: world.head(by)?.id ?? noOp, parents, at: 0, action }),
  )
}

const outcomeOf = async (engine: LogEngine, op: Appended | undefined): Promise<string | undefined> =>
  op === undefined ? undefined : (await engine.queries.op(op.id))?.decision.outcome

describe('What a hostile author can write', () => {
  it('admins who demote each other in a row are judged in the order of their ranks', async () => {
    const { world, puppets } = withPuppets(300)
    const grants = puppets.map((puppet) => grant(world, 'alice', puppet, 'admin', undefined))
    const demotions = puppets
      .slice(1)
      .map((puppet, index) => grant(world, `puppet${index}`, puppet, 'normal', grants.at(-1)))
    const engine = await open(world)
    await engine.apply(world.blocks.slice(0, -demotions.length), now)
    await engine.apply(demotions.map(({ block }) => block).toReversed(), now)
    // Each one that counts takes the right to decide from the next.
    const outcomes = await Promise.all(demotions.map((demotion) => outcomeOf(engine, demotion)))
    expect(outcomes).toEqual(demotions.map((_, index) => (index % 2 === 0 ? 'accepted' : 'hidden')))
  }, 60_000)

  it('an author may close and reopen their thread without end', async () => {
    const world = scenarioLog(['alice', 'bob'])
    const thread = world.append('bob', issue)
    for (let count = 0; count < 300; count++) {
      world.append('bob', { type: 'thread.close', thread: thread.id }, { sees: [] })
      world.append('bob', { type: 'thread.reopen', thread: thread.id }, { sees: [] })
    }
    const engine = await open(world)
    await inBatches(engine, world.blocks, 20)
    expect((await engine.queries.thread(thread.id))?.state).toBe('open')
    expect(await outcomeOf(engine, world.appended.at(-1))).toBe('accepted')
  }, 60_000)

  it('a text keeps so many emojis of a core, the latest ones, whatever order they came in', async () => {
    const world = scenarioLog(['alice', 'bob'])
    const thread = world.append('alice', issue)
    world.append('alice', { type: 'react', target: thread.id, emoji: '__proto__' })
    for (const index of numbered(100))
      world.append('bob', { type: 'react', target: thread.id, emoji: `e${String(index).padStart(3, '0')}` })
    const engine = await open(world)
    await inBatches(engine, world.blocks, 7)
    const reactions = (await engine.queries.thread(thread.id))?.reactions.map(({ emoji }) => emoji)
    const kept = numbered(100)
      .slice(-keptEmojisMax)
      .map((index) => `e${String(index).padStart(3, '0')}`)
    expect(reactions).toEqual(['__proto__', ...kept])
  })

  it('a thread keeps so many labels and the repository so many forks, the latest ones', async () => {
    const world = scenarioLog(['alice', 'bob'])
    const thread = world.append('alice', issue)
    for (const index of numbered(300)) {
      world.append('bob', { type: 'fork.announce', repository: logId(anyId(`fork ${index}`)) })
      world.append('alice', { type: 'thread.label', thread: thread.id, add: [`label ${index}`], remove: [] })
    }
    const engine = await open(world)
    await inBatches(engine, world.blocks, 50)
    const { forks } = await engine.queries.repository()
    const labels = (await engine.queries.thread(thread.id))?.labels
    const latest = numbered(300).slice(-keptEntriesMax)
    expect([...forks].sort()).toEqual(latest.map((index) => anyId(`fork ${index}`)).sort())
    expect(labels).toEqual(latest.map((index) => `label ${index}`).sort())
  })

  it('parents that are made up keep nobody from being told which ones are missing', async () => {
    const world = scenarioLog(['alice', 'mallory', 'mallory2', 'bob'])
    const thread = world.append('alice', issue)
    const comment = world.append('bob', { type: 'comment', thread: thread.id, body: '' })
    for (const name of ['mallory', 'mallory2']) {
      for (const index of numbered(40)) {
        const parents = numbered(64).map((place) => ({
          core: coreKey(anyId(`core ${place}`)),
          seq: index,
          id: opId(anyId(`${name} ${index} ${place}`)),
        }))
        const prev = world.head(name)?.id ?? thread.id
        world.appendRaw(name, encodeUnchecked({ log: world.log, prev, parents, at: 0, action: { type: 'ack' } }))
      }
    }
    const engine = await open(world)
    const blocks = world.blocks.filter((block) => block !== thread.block && block !== comment.block)
    await inBatches(engine, blocks, 1_000)
    const report = await engine.apply([comment.block], now)
    expect(report.missing).toContainEqual({
      core: thread.core,
      seq: thread.seq,
      id: thread.id,
      citedBy: { core: comment.core, seq: comment.seq },
    })
    expect(report.missing.length).toBeLessThanOrEqual(2 * missingPerCoreMax + 1)
    expect(2 * missingPerCoreMax).toBeLessThan(missingMax)
    await engine.apply([thread.block], now)
    expect(await outcomeOf(engine, comment)).toBe('accepted')
  })

  it('citing one who has written much and seen little costs no more than what is new', async () => {
    const puppets = numbered(40).map((index) => `puppet${index}`)
    const world = scenarioLog(['alice', 'mallory', 'mallory2', ...puppets])
    for (const puppet of puppets) world.append(puppet, { type: 'ack' }, { sees: [] })
    world.append('mallory', { type: 'ack' })
    for (let count = 0; count < 9; count++) world.append('mallory2', { type: 'ack' }, { sees: [] })
    const citing = world.append('mallory', { type: 'ack' })
    const store = new MemoryStore()
    await inBatches(await open(world, store), world.blocks, 1_000)
    const record = await store.get('op', [citing.id])
    expect(record === undefined ? undefined : decodeOpRecord(record).head.advances.length).toBe(2)
  })
})
