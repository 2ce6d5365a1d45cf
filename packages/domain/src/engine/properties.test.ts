import { describe, expect, it } from '@jest/globals'
import { batchesOf, causalOrder } from '../conformance/causal-order.js'
import { pick, randomOf } from '../conformance/random.js'
import type { Scenario } from '../conformance/scenario.js'
import { scenarioState } from '../conformance/scenario-state.js'
import type { ScenarioWriter } from '../conformance/write-scenario.js'
import type { LogEngine } from '../engine.js'
import type { OpId } from '../ids.js'
import type { Block } from '../op.js'
import { MemoryStore } from '../store/memory-store.js'
import { hashedCrypto } from '../testing/hashed-identities.js'
import { randomLog } from '../testing/random-log.js'
import { scenarioLog } from '../testing/scenario-log.js'
import type { OpView } from '../views.js'
import { openEngine } from './open-engine.js'

const crypto = hashedCrypto
const endOfTime = Number.MAX_SAFE_INTEGER
const [from, count] = (process.env['HYPERGIT_TEST_SEEDS'] ?? '1,6').split(',').map(Number) as [number, number]
const seeds = Array.from({ length: count }, (_, index) => from + index)

const openOn = (writer: ScenarioWriter, store = new MemoryStore()): Promise<LogEngine> =>
  openEngine({ log: writer.log, kind: 'repository', store, crypto })

/** Authors who mostly write what their past allows. */
const written = (
  seed: number,
  forks: boolean,
): Promise<{ readonly scenario: Scenario; readonly writer: ScenarioWriter }> =>
  randomLog(seed, { steps: 30, forks, hostile: 0.05 })

const shuffled = (blocks: readonly Block[], random: () => number): Block[] => {
  const left = [...blocks]
  const order: Block[] = []
  while (left.length > 0) {
    const next = pick(left, random)
    if (next === undefined) break
    left.splice(left.indexOf(next), 1)
    order.push(next)
  }
  return order
}

/** A user log that links and disowns the repository's cores, by its founder and by a device that nobody authorised. */
const userLogBlocks = (
  repository: ScenarioWriter,
  names: readonly string[],
  random: () => number,
): readonly Block[] => {
  const user = scenarioLog(['phone', 'thief'], { kind: 'user', seed: `user ${repository.log}` })
  for (let count = 0; count < 20; count++) {
    const core = repository.core(pick(names, random) ?? '')
    const type = pick(['core.link', 'core.unlink'] as const, random) ?? 'core.link'
    user.append(pick(['phone', 'thief'], random) ?? '', { type, repository: repository.log, core })
    user.append('phone', { type: 'device.revoke', core })
  }
  return user.blocks
}

describe('Whatever authors write', () => {
  it('a violation never appears or goes away later', async () => {
    for (const seed of seeds) {
      const { writer } = await written(seed, seed % 2 === 0)
      const engine = await openOn(writer)
      const first = new Map<OpId, OpView>()
      const random = randomOf(seed)
      for (const batch of batchesOf(causalOrder(writer.written, random), random)) {
        for (const view of (await engine.apply(batch, endOfTime)).ops) {
          const before = first.get(view.id)
          if (before !== undefined) {
            expect({ seed, violation: view.decision.outcome === 'violation' }).toEqual({
              seed,
              violation: before.decision.outcome === 'violation',
            })
          }
          first.set(view.id, view)
        }
      }
    }
  })

  it('an engine that is closed and opened between batches ends like one that was not', async () => {
    for (const seed of seeds) {
      const { scenario, writer } = await written(seed, seed % 2 === 0)
      const whole = await openOn(writer)
      await whole.apply(
        writer.written.map(({ block }) => block),
        endOfTime,
      )
      const store = new MemoryStore()
      const random = randomOf(seed)
      for (const batch of batchesOf(causalOrder(writer.written, random), random))
        await (await openOn(writer, store)).apply(batch, endOfTime)
      expect({ seed, ...(await scenarioState(await openOn(writer, store), scenario, writer)) }).toEqual({
        seed,
        ...(await scenarioState(whole, scenario, writer)),
      })
    }
  })

  it('after every single op the engine stands where one does that was given all of them at once', async () => {
    for (const seed of seeds) {
      const { scenario, writer } = await written(seed, seed % 2 === 0)
      const order = causalOrder(writer.written, randomOf(seed)).map(({ block }) => block)
      const incremental = await openOn(writer)
      for (const [place, block] of order.entries()) {
        await incremental.apply([block], endOfTime)
        const whole = await openOn(writer)
        await whole.apply(order.slice(0, place + 1), endOfTime)
        expect({ seed, ops: place + 1, ...(await scenarioState(incremental, scenario, writer)) }).toEqual({
          seed,
          ops: place + 1,
          ...(await scenarioState(whole, scenario, writer)),
        })
      }
    }
  })

  it('somebody is an admin, after every single op', async () => {
    for (const seed of seeds) {
      const { writer } = await written(seed, seed % 2 === 0)
      const engine = await openOn(writer)
      for (const { name, block } of causalOrder(writer.written, randomOf(seed))) {
        await engine.apply([block], endOfTime)
        const roles = (await engine.queries.cores()).map(({ role }) => role)
        expect({ seed, op: name, hasAdmin: roles.includes('admin') }).toEqual({ seed, op: name, hasAdmin: true })
      }
    }
  })

  it('ops of user logs change nothing in a repository, whether they are absent, come early or late, and whoever wrote them', async () => {
    for (const seed of seeds) {
      const { scenario, writer } = await written(seed, seed % 2 === 0)
      const random = randomOf(seed)
      const ofUsers = userLogBlocks(writer, scenario.cores, random)
      const absent = await openOn(writer)
      const present = await openOn(writer)
      for (const { block } of causalOrder(writer.written, random)) {
        await absent.apply([block], endOfTime)
        await present.apply([...[pick(ofUsers, random)].flatMap((one) => one ?? []), block], endOfTime)
      }
      await present.apply(ofUsers, endOfTime)
      expect({ seed, ...(await scenarioState(present, scenario, writer)) }).toEqual({
        seed,
        ...(await scenarioState(absent, scenario, writer)),
      })
      expect(await present.queries.cores()).toEqual(await absent.queries.cores())
    }
  })

  it('blocks that come before what they cite end like those that come after it', async () => {
    for (const seed of seeds) {
      const { scenario, writer } = await written(seed, false)
      const whole = await openOn(writer)
      await whole.apply(
        writer.written.map(({ block }) => block),
        endOfTime,
      )
      const other = await openOn(writer)
      const random = randomOf(seed)
      // A core's blocks come in order; which core comes first is left to chance. What is refused as a gap is sent again.
      for (let round = 0; round < 60; round++)
        for (const block of shuffled(
          writer.written.map((step) => step.block),
          random,
        ).slice(0, 20))
          await other.apply([block], endOfTime)
      for (const { block } of writer.written) await other.apply([block], endOfTime)
      expect({ seed, ...(await scenarioState(other, scenario, writer)) }).toEqual({
        seed,
        ...(await scenarioState(whole, scenario, writer)),
      })
    }
  })

  it('what readers see of a thread is the same, however its ops came', async () => {
    for (const seed of seeds) {
      const { writer } = await written(seed, seed % 2 === 0)
      const seen: unknown[] = []
      for (const order of [
        writer.written,
        causalOrder(writer.written, randomOf(seed)),
        causalOrder(writer.written, randomOf(seed + 1)),
      ]) {
        const engine = await openOn(writer)
        const random = randomOf(seed)
        for (const batch of batchesOf(order, random)) await engine.apply(batch, endOfTime)
        const threads = await Promise.all(writer.written.map(({ id }) => engine.queries.thread(id)))
        const ops = await engine.queries.ops(writer.written.map(({ id }) => id))
        const { version: _, ...repository } = await engine.queries.repository()
        seen.push({
          threads: threads.map((view) =>
            view === undefined ? view : { ...view, version: 0, decision: view.decision.outcome },
          ),
          ops: ops.map((view) => ({ ...view, version: 0, decision: view.decision.outcome })),
          repository,
        })
      }
      expect({ seed, view: seen[1] }).toEqual({ seed, view: seen[0] })
      expect({ seed, view: seen[2] }).toEqual({ seed, view: seen[0] })
    }
  })
})
