import { describe, expect, it } from '@jest/globals'
import type { LogEngine } from '../engine.js'
import type { CoreKey } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { type ScenarioLog, scenarioLog } from '../testing/scenario-log.js'
import { openEngine } from './open-engine.js'

const endOfTime = Number.MAX_SAFE_INTEGER
const opsOfBob = 60

interface World {
  readonly world: ScenarioLog
  readonly store: MemoryStore
  readonly engine: LogEngine
  readonly bob: CoreKey
}

const open = (world: ScenarioLog, store: MemoryStore): Promise<LogEngine> =>
  openEngine({ log: world.log, kind: 'repository', store, crypto: trustingCrypto })

const written = async (): Promise<World> => {
  const world = scenarioLog(['alice', 'bob'])
  for (let op = 1; op < opsOfBob; op++) world.append('bob', { type: 'ack' }, { sees: [] })
  const store = new MemoryStore()
  const engine = await open(world, store)
  await engine.apply(world.blocks, endOfTime)
  return { world, store, engine, bob: world.core('bob') }
}

const tell = async ({ engine, bob }: World, seqs: readonly number[]): Promise<void> => {
  const half = Uint8Array.of(1)
  for (const seq of seqs) await engine.applyProofs([{ core: bob, seq, proofA: half, proofB: half }])
}

const stored = async ({ store }: World): Promise<readonly number[]> => {
  const seqs: number[] = []
  for await (const { key } of store.range('forkProof', {})) seqs.push(Number(key[1]))
  return seqs
}

const ignoredFrom = async ({ engine, bob }: Pick<World, 'engine' | 'bob'>): Promise<number | undefined> =>
  (await engine.queries.cores()).find(({ core }) => core === bob)?.blacklisted?.from

const descending = (from: number, to: number): number[] =>
  Array.from({ length: from - to + 1 }, (_, place) => from - place)

describe('Forks that are proven outside the log', () => {
  it('are kept as far as they decide, however many a core has, and the store forgets the others', async () => {
    const world = await written()
    await tell(world, descending(50, 1))
    expect(await stored(world)).toEqual(descending(16, 1).toReversed())
    expect(await ignoredFrom(world)).toBe(1)
    const again = await open(world.world, world.store)
    expect(await ignoredFrom({ ...world, engine: again })).toBe(1)
    expect(await again.stateHash()).toBe(await world.engine.stateHash())
  })

  it('are kept above a pardoned branch as well, so that forks below it hide none', async () => {
    const world = await written()
    await tell(world, [35])
    const head = world.world.appended.find(({ core, seq }) => core === world.bob && seq === 40)
    if (head === undefined) throw new Error('bob wrote it')
    const pardon = world.world.append('alice', { type: 'core.pardon', core: world.bob, head: head.id })
    await world.engine.apply([pardon.block], endOfTime)
    expect(await ignoredFrom(world)).toBeUndefined()
    await tell(world, [50, ...descending(34, 10)])
    expect(await stored(world)).toEqual([...descending(25, 10).toReversed(), 50])
    expect(await ignoredFrom(world)).toBe(50)
    await tell(world, [45])
    expect(await ignoredFrom(world)).toBe(45)
    expect(await ignoredFrom({ ...world, engine: await open(world.world, world.store) })).toBe(45)
  })
})
