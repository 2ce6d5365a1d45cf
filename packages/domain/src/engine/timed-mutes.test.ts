import { expect, it } from '@jest/globals'
import { parseScenario } from '../conformance/parse-scenario.js'
import type { CoreKey } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import { hashedCrypto as crypto } from '../testing/hashed-identities.js'
import { writerOf } from '../testing/random-log.js'
import { openEngine } from './open-engine.js'

const endOfTime = Number.MAX_SAFE_INTEGER
const muteOf = (target: string, until: number) => ({ type: 'mute', target, until })

it('a report tells whose mute has ended as the largest at* moves on, and of nobody else', async () => {
  const parsed = parseScenario({
    scenario: 'mutes that end',
    cores: ['alice', 'bob', 'carol', 'dave'],
    steps: [
      { id: 'late', by: 'alice', at: 10, action: muteOf('carol', 3_000) },
      { id: 'soon', by: 'alice', at: 10, action: muteOf('bob', 1_000) },
      { id: 'exact', by: 'alice', at: 10, action: muteOf('dave', 2_000) },
      { id: 'before', by: 'alice', at: 999, action: { type: 'ack' } },
      { id: 'between', by: 'alice', at: 2_000, action: { type: 'ack' } },
      { id: 'again', by: 'alice', at: 2_000, action: { type: 'ack' } },
      { id: 'after', by: 'alice', at: 9_000, action: { type: 'ack' } },
    ],
  })
  if (!parsed.ok) throw new Error(parsed.problem)
  const writer = writerOf(parsed.scenario)
  writer.begin()
  for (const step of parsed.scenario.steps) writer.write(step, () => true)
  const store = new MemoryStore()
  const told: Record<string, Record<string, boolean>> = {}
  for (const { name, block } of writer.written) {
    // A new engine each time: what ends is known after a restart as well.
    const engine = await openEngine({ log: writer.log, kind: 'repository', store, crypto })
    const { cores } = await engine.apply([block], endOfTime)
    const nameOf = (key: CoreKey) => parsed.scenario.cores.find((one) => writer.core(one) === key) ?? key
    told[name] = Object.fromEntries(cores.map(({ core, muted }) => [nameOf(core), muted]))
  }
  expect(told).toMatchObject({ late: { carol: true }, soon: { bob: true }, exact: { dave: true } })
  expect(told['before']).toEqual({ alice: false })
  expect(told['between']).toEqual({ alice: false, bob: false, dave: false })
  expect(told['again']).toEqual({ alice: false })
  expect(told['after']).toEqual({ alice: false, carol: false })
})
