import { readFile } from 'node:fs/promises'
import { parseScenario, runScenario } from '@hypergit/domain'
import { tempDir, type TempDir } from '@hypergit/testing'
import { parse } from 'yaml'
import { domainCrypto } from '../../src/rules/domain-crypto.js'
import { scenarioIdentities } from '../../src/rules/scenario-identities.js'
import { problemsOfPlan } from './check-world.js'
import type { PlannedStep, WorldPlan } from './plan.js'
import type { WorldEnd } from './world-end.js'

const options = { clientsMin: 3, clientsMax: 3, steps: 0 }

const plan = (steps: readonly PlannedStep[], rest: Partial<WorldPlan> = {}): WorldPlan => ({
  seed: 1,
  honest: ['h0', 'h1', 'h2'],
  hostile: [],
  clones: {},
  skewMs: {},
  steps: [open, deliver, ...steps],
  ...rest,
})

const open: PlannedStep = {
  kind: 'write',
  by: 'h0',
  name: 't1',
  actions: [{ type: 'thread.open', kind: 'issue', title: 'crash', body: '' }],
}
const deliver: PlannedStep = { kind: 'deliver', order: [], lossAfterBytes: [] }
const together: PlannedStep = { kind: 'partition', groups: {} }
const apart = (...names: readonly string[]): PlannedStep => ({
  kind: 'partition',
  groups: Object.fromEntries(names.map((name) => [name, 1])),
})
const snapshot = (who: string): PlannedStep => ({ kind: 'snapshot', who })
const restore = (who: string): PlannedStep => ({ kind: 'restore', who })
const clone = (who: string, as: string): PlannedStep => ({ kind: 'clone', who, as })
const comment = (by: string, name: string): PlannedStep => ({
  kind: 'write',
  by,
  name,
  actions: [{ type: 'comment', thread: 't1', body: name }],
})
const attack = (by: string, name: string): PlannedStep => ({
  kind: 'attack',
  by,
  name,
  action: { type: 'comment', thread: 't1', body: name },
  citing: 'all',
})

/** What became of the steps, in one word each, and where cores forked. */
const summary = ({ scenario, forked }: WorldEnd) => ({
  outcomes: Object.fromEntries(
    Object.entries(scenario.expect['outcomes'] as Record<string, { readonly outcome: string }>)
      .filter(([step]) => /^(?:a|b|c)\d/.test(step))
      .map(([step, { outcome }]) => [step, outcome]),
  ),
  forked,
})

describe('A world in which homes are copied', () => {
  let folder: TempDir
  beforeEach(async () => {
    folder = await tempDir('hypergit-found-')
  })
  afterEach(() => folder.remove())

  const ends = async (world: WorldPlan): Promise<ReturnType<typeof summary>> => {
    let found: ReturnType<typeof summary> | undefined
    const also = (end: WorldEnd): readonly string[] => {
      found = summary(end)
      return []
    }
    expect(await problemsOfPlan(world, options, { folder: folder.path, also })).toEqual([])
    if (found === undefined) throw new Error('it has ended')
    return found
  }

  it('has a restored one catch up with what it wrote, and go on', async () => {
    const steps = [
      snapshot('h1'),
      comment('h1', 'a1'),
      comment('h1', 'a2'),
      deliver,
      restore('h1'),
      deliver,
      comment('h1', 'a3'),
      deliver,
    ]
    expect(await ends(plan(steps))).toEqual({
      outcomes: { a1: 'accepted', a2: 'accepted', a3: 'accepted' },
      forked: {},
    })
  })

  it('proves a restored one that wrote before it met anybody, and has it write no more', async () => {
    const steps = [
      snapshot('h1'),
      comment('h1', 'a1'),
      comment('h1', 'a2'),
      deliver,
      comment('h2', 'c1'),
      apart('h1'),
      restore('h1'),
      comment('h1', 'b1'),
      together,
      deliver,
      comment('h1', 'b2'),
      comment('h2', 'c2'),
    ]
    // Nobody asks for what it wrote instead, since nobody cites it.
    expect(await ends(plan(steps))).toEqual({
      outcomes: { a1: 'ignored', a2: 'ignored', c1: 'accepted', c2: 'accepted' },
      forked: { h1: 2 },
    })
  })

  it.each([
    ['as much', ['b1']],
    ['more', ['b1', 'b2', 'b3']],
  ])('proves two that run, where the clone wrote %s, and who cited either goes on', async (_what, names) => {
    const steps = [
      snapshot('h1'),
      clone('h1', 'h1c'),
      apart('h1c', 'h2'),
      comment('h1', 'a1'),
      ...names.map((name) => comment('h1c', name)),
      deliver,
      comment('h0', 'c1'),
      comment('h2', 'c2'),
      together,
      deliver,
      comment('h1', 'a9'),
      comment('h1c', 'b9'),
      comment('h0', 'c3'),
      comment('h2', 'c4'),
    ]
    expect(await ends(plan(steps, { clones: { h1c: 'h1' } }))).toEqual({
      outcomes: {
        a1: 'ignored',
        ...Object.fromEntries(names.map((name) => [name, 'ignored'])),
        c1: 'accepted',
        c2: 'accepted',
        c3: 'accepted',
        c4: 'accepted',
      },
      forked: { h1: 2 },
    })
  })

  it('has two that run and meet write in turn without a fork', async () => {
    const steps = [
      snapshot('h1'),
      clone('h1', 'h1c'),
      comment('h1', 'a1'),
      deliver,
      comment('h1c', 'b1'),
      deliver,
      comment('h1', 'a2'),
    ]
    expect(await ends(plan(steps, { clones: { h1c: 'h1' } }))).toEqual({
      outcomes: { a1: 'accepted', b1: 'accepted', a2: 'accepted' },
      forked: {},
    })
  })

  it('proves a hostile author who shows each half of the others something else', async () => {
    const steps = [
      snapshot('x0'),
      clone('x0', 'x0c'),
      apart('x0c', 'h2'),
      attack('x0', 'a1'),
      attack('x0', 'a2'),
      attack('x0c', 'b1'),
      deliver,
      comment('h0', 'c1'),
      comment('h2', 'c2'),
      together,
      deliver,
      comment('h1', 'c3'),
    ]
    expect(await ends(plan(steps, { hostile: ['x0'], clones: { x0c: 'x0' } }))).toEqual({
      outcomes: { a1: 'ignored', a2: 'ignored', b1: 'ignored', c1: 'accepted', c2: 'accepted', c3: 'accepted' },
      forked: { x0: 2 },
    })
  })

  it('is saved as a file where something is wrong, which comes to the same with its seed', async () => {
    const steps = [
      snapshot('h1'),
      comment('h1', 'a1'),
      comment('h1', 'a2'),
      deliver,
      comment('h2', 'c1'),
      apart('h1'),
      restore('h1'),
      comment('h1', 'b1'),
      together,
      deliver,
      comment('h2', 'c2'),
    ]
    let stateHash = ''
    const also = ({ stateHashes }: WorldEnd): readonly string[] => {
      stateHash = stateHashes['h0'] ?? ''
      return ['what this test says is wrong']
    }
    const world = plan(steps, { seed: 77 })
    const problems = await problemsOfPlan(world, options, { folder: folder.path, also })
    const file = `${folder.path}/world-77.yaml`
    expect(problems).toEqual(['what this test says is wrong', `saved as ${file}`])
    const text = await readFile(file, 'utf8')
    expect(text).toContain('--seed 77')
    expect(text).toContain('# what this test says is wrong')
    const parsed = parseScenario(parse(text))
    if (!parsed.ok) throw new Error(parsed.problem)
    const identities = scenarioIdentities(77)
    const result = await runScenario(parsed.scenario, { crypto: domainCrypto, identities, orders: 10, seed: 77 })
    expect(result).toMatchObject({ passed: true, failures: [], stateHash })
  })
})
