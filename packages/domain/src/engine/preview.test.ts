import { describe, expect, it } from '@jest/globals'
import { parseScenario } from '../conformance/parse-scenario.js'
import { writeAll } from '../conformance/run-scenario.js'
import type { ScenarioStep } from '../conformance/scenario.js'
import type { ScenarioWriter } from '../conformance/write-scenario.js'
import { noOp, type OpId } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import { hashedCrypto as crypto } from '../testing/hashed-identities.js'
import { randomLog, writerOf } from '../testing/random-log.js'
import type { OpView } from '../views.js'
import { openEngine } from './open-engine.js'

const endOfTime = Number.MAX_SAFE_INTEGER
const [from, count] = (process.env['HYPERGIT_TEST_SEEDS'] ?? '1,20').split(',').map(Number) as [number, number]

/** Such an op may end the ban that it falls to, by making one person of who banned and who was banned. Preview leaves out what a draft makes of people. */
const isOfPeople = ({ action }: ScenarioStep): boolean => action?.type.startsWith('identity.') === true

it('what preview says of an op is what becomes of it when it is appended then', async () => {
  const compared = new Map<string, number>()
  for (let seed = from; seed < from + count; seed++) {
    const { scenario } = await randomLog(seed, { steps: 40, forks: seed % 2 === 0, hostile: 0.3 })
    const writer = writerOf(scenario)
    const engine = await openEngine({ log: writer.log, kind: 'repository', store: new MemoryStore(), crypto })
    const views = new Map<OpId, OpView>()
    let told = 0
    const judge = async (): Promise<void> => {
      const blocks = writer.written.slice(told).map(({ block }) => block)
      told = writer.written.length
      for (const view of (await engine.apply(blocks, endOfTime)).ops) views.set(view.id, view)
    }
    const citable = (one: { readonly id: OpId }): boolean => {
      const view = views.get(one.id)
      return view !== undefined && view.decision.outcome !== 'violation' && view.decision.rule !== 'after-violation'
    }
    writer.begin()
    await judge()
    for (const step of scenario.steps) {
      // What goes on from another branch than the core's last op is no draft of an honest home.
      const goesOn = step.fork === undefined && step.after === undefined
      const draft = goesOn ? writer.draft(step, citable) : undefined
      const said = draft === undefined ? undefined : await engine.preview(writer.core(step.by), draft)
      if (writer.write(step, citable) !== undefined) continue
      await judge()
      const id = writer.step(step.id)?.id
      const view = id === undefined ? undefined : views.get(id)
      if (said === undefined || view === undefined || (said.outcome === 'ignored' && isOfPeople(step))) continue
      const { outcome, reason } = view.decision
      compared.set(outcome, (compared.get(outcome) ?? 0) + 1)
      expect({ seed, step: step.id, outcome: said.outcome, reason: said.reason }).toEqual({
        seed,
        step: step.id,
        outcome,
        reason,
      })
    }
  }
  expect([...compared.keys()].sort()).toEqual(['accepted', 'held', 'hidden', 'ignored', 'violation'])
}, 600_000)

const ackBy = (by: string) => ({ by, action: { type: 'ack' } })
const claimBy = (by: string, user: string) => ({ by, action: { type: 'identity.claim', user } })
const strike = { by: 'bob', action: { type: 'identity.pair', core: 'carol' } }
const fork = [
  { id: 'one', ...ackBy('bob') },
  { id: 'two', fork: 'one', by: 'bob', action: { type: 'fork.announce' } },
]
const pardonOf = (head: string) => ({ by: 'alice', action: { type: 'core.pardon', core: 'bob', head } })
const unseen = { by: 'bob', sees: ['t'], action: { type: 'comment', thread: 't' } }

describe('Preview knows what an author wrote before', () => {
  it.each([
    ['a third strike', [claimBy('carol', 'u'), claimBy('bob', 'v'), strike, strike], strike, 'violation pairing-abuse'],
    ['a pardoned branch', [...fork, pardonOf('one')], ackBy('bob'), 'accepted'],
    ['another branch than the pardoned one', [...fork, pardonOf('two')], ackBy('bob'), 'ignored equivocation'],
    ['a fork', fork, ackBy('bob'), 'ignored equivocation'],
    ['the claim of another user', [claimBy('bob', 'u')], claimBy('bob', 'v'), 'violation claimed-twice'],
    [
      'a ban that it does not cite',
      [{ by: 'alice', action: { type: 'core.ban', core: 'bob' } }],
      unseen,
      'ignored blacklisted',
    ],
  ])('%s', async (_name, before, next, said) => {
    const open = { id: 't', by: 'alice', action: { type: 'thread.open' } }
    const cores = ['alice', 'bob', 'carol']
    const parsed = parseScenario({
      scenario: 'one',
      cores,
      users: ['u', 'v'],
      steps: [open, ...before, { id: 'next', ...next }],
    })
    if (!parsed.ok) throw new Error(parsed.problem)
    const { steps } = parsed.scenario
    const scenario = { ...parsed.scenario, steps: steps.slice(0, -1) }
    const writer = writerOf(scenario)
    const engine = await openEngine({ log: writer.log, kind: 'repository', store: new MemoryStore(), crypto })
    expect(await writeAll(scenario, writer, engine)).toBeUndefined()
    const [last] = steps.slice(-1)
    const draft = last === undefined ? undefined : writer.draft(last, () => true)
    if (last === undefined || draft === undefined) throw new Error('there is nothing to preview')
    const { outcome, reason = '' } = await engine.preview(writer.core('bob'), draft)
    expect(`${outcome} ${reason}`.trim()).toBe(said)
    writer.write(last, () => true)
    await engine.apply(
      writer.written.slice(-1).map(({ block }) => block),
      endOfTime,
    )
    const [view] = await engine.queries.ops(writer.written.slice(-1).map(({ id }) => id))
    expect({ outcome: view?.decision.outcome, reason: view?.decision.reason ?? '' }).toEqual({ outcome, reason })
  })
})

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
      crypto,
    })
    for (const { block } of order) await engine.apply([block], endOfTime)
    const core = writer.core('bob')
    const action = { type: 'comment', thread: writer.step('t1')?.id ?? noOp, body: 'on' } as const
    const parents = await engine.chooseParents(core, action, endOfTime)
    expect((await engine.preview(core, { action, at: 9_000, parents })).outcome).toBe(outcome)
  })
})
