import { describe, expect, it } from '@jest/globals'
import { parseScenario } from '../conformance/parse-scenario.js'
import type { ScenarioWriter } from '../conformance/write-scenario.js'
import { noOp } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import { hashedCrypto } from '../testing/hashed-identities.js'
import { writerOf } from '../testing/random-log.js'
import { openEngine } from './open-engine.js'

const endOfTime = Number.MAX_SAFE_INTEGER

/** Bob's core forks at c1, and alice pardons one of its branches. */
const pardoned = (head: 'c1' | 'c1b'): ScenarioWriter => {
  const parsed = parseScenario({
    scenario: 'a pardoned branch',
    cores: ['alice', 'bob'],
    steps: [
      { id: 't1', by: 'alice', action: { type: 'thread.open' } },
      { id: 'c1', by: 'bob', action: { type: 'comment', thread: 't1' } },
      { id: 'c1b', by: 'bob', fork: 'c1', sees: ['t1'], action: { type: 'comment', thread: 't1', body: 'other' } },
      { id: 'g1', by: 'alice', action: { type: 'core.pardon', core: 'bob', head } },
    ],
  })
  if (!parsed.ok) throw new Error(parsed.problem)
  const writer = writerOf(parsed.scenario)
  writer.begin()
  for (const step of parsed.scenario.steps) writer.write(step, () => true)
  return writer
}

const isBeginning = (name: string) => ['create:alice', 'join:bob', 't1'].includes(name)

describe('What a client would be refused', () => {
  // Which branch a home of bob's wrote is which one came first there.
  it.each([
    ['c1', 'c1', 'accepted'],
    ['c1b', 'c1b', 'accepted'],
    ['c1', 'c1b', 'ignored'],
    ['c1b', 'c1', 'ignored'],
  ] as const)('on branch %s, where %s is pardoned: %s', async (own, head, outcome) => {
    const writer = pardoned(head)
    const order = writer.written.toSorted(
      (one, other) =>
        Number(isBeginning(other.name)) - Number(isBeginning(one.name)) ||
        Number(other.name === own) - Number(one.name === own),
    )
    const engine = await openEngine({
      log: writer.log,
      kind: 'repository',
      store: new MemoryStore(),
      crypto: hashedCrypto,
    })
    for (const { block } of order) await engine.apply([block], endOfTime)
    const core = writer.core('bob')
    const action = { type: 'comment', thread: writer.step('t1')?.id ?? noOp, body: 'on' } as const
    const parents = await engine.chooseParents(core, action, endOfTime)
    expect((await engine.preview(core, { action, at: 9_000, parents })).outcome).toBe(outcome)
  })
})
