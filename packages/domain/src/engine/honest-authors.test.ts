import { describe, expect, it } from '@jest/globals'
import { batchesOf, causalOrder } from '../conformance/causal-order.js'
import { randomOf } from '../conformance/random.js'
import type { ScenarioStep } from '../conformance/scenario.js'
import type { ScenarioWriter, WrittenStep } from '../conformance/write-scenario.js'
import type { LogEngine } from '../engine.js'
import type { OpId } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import { hashedCrypto as crypto } from '../testing/hashed-identities.js'
import { writerOf } from '../testing/random-log.js'
import { StepDrawer } from '../testing/random-scenario.js'
import type { OpView } from '../views.js'
import { openEngine } from './open-engine.js'

const endOfTime = Number.MAX_SAFE_INTEGER
const [from, count] = (process.env['HYPERGIT_TEST_SEEDS'] ?? '1,10').split(',').map(Number) as [number, number]
const seeds = Array.from({ length: count }, (_, index) => from + index)

interface View {
  readonly engine: LogEngine
  readonly of: (id: OpId) => OpView | undefined
}

/** An engine that has been given the steps at once, and what it makes of each. */
const viewOf = async (writer: ScenarioWriter, steps: readonly WrittenStep[]): Promise<View> => {
  const engine = await openEngine({ log: writer.log, kind: 'repository', store: new MemoryStore(), crypto })
  const { ops } = await engine.apply(
    steps.map(({ block }) => block),
    endOfTime,
  )
  const views = new Map(ops.map((view) => [view.id, view]))
  return { engine, of: (id) => views.get(id) }
}

/** What no later op may change: whether it waits for ever, is a violation, or comes after one. */
const settledIn = (view: OpView | undefined): string => {
  if (view === undefined) return 'parked'
  const { outcome, reason, rule } = view.decision
  return outcome === 'violation' || rule === 'after-violation' ? `${outcome} ${reason}` : 'may be cited'
}

/** Steps of honest authors, each of whom appends only what a view of just what they have seen accepts, among those of others who write anything. */
const honestAmongHostile = async (
  seed: number,
): Promise<{ readonly writer: ScenarioWriter; readonly honest: ReadonlySet<string> }> => {
  const drawer = new StepDrawer(seed, true)
  const honest = new Set(drawer.cores.filter((_, index) => index % 2 === 1))
  const writer = writerOf({ ...drawer.scenario, steps: [] })
  writer.begin()
  for (let drawn = 0; drawn < 60; drawn++) {
    const step = drawer.draw()
    const whole = await viewOf(writer, writer.written)
    if (honest.has(step.by) ? await appends(step, writer) : isWritten(step, writer, whole)) drawer.keep(step)
  }
  return { writer, honest }
}

const isWritten = (step: ScenarioStep, writer: ScenarioWriter, { of }: View): boolean =>
  writer.write(step, ({ id }) => settledIn(of(id)) === 'may be cited') === undefined

/** Whether the author's own view accepts it, and it is written. */
const appends = async (
  { fork: _fork, after: _after, ...drawn }: ScenarioStep,
  writer: ScenarioWriter,
): Promise<boolean> => {
  const own = writer.written.findLast(({ by }) => by === drawn.by)
  const seen = drawn.sees === 'all' ? writer.written : drawn.sees.flatMap((id) => writer.step(id) ?? [])
  const known = new Set([...seen, ...(own === undefined ? [] : [own])].flatMap((one) => [one, ...one.past]))
  const view = await viewOf(
    writer,
    writer.written.filter((one) => known.has(one)),
  )
  const mayBeCited = ({ id }: WrittenStep): boolean => settledIn(view.of(id)) === 'may be cited'
  const sees = [...known].filter(mayBeCited).map(({ name }) => name)
  const step = { ...drawn, sees }
  const draft = writer.draft(step, mayBeCited)
  if (draft === undefined || (await view.engine.preview(writer.core(step.by), draft)).outcome !== 'accepted')
    return false
  return writer.write(step, mayBeCited) === undefined
}

describe('Whatever the others write', () => {
  it('who appends only what their own view accepts is in no violation, waits for nobody and has forked nothing', async () => {
    let appended = 0
    const ended = new Set<string>()
    for (const seed of seeds) {
      const { writer, honest } = await honestAmongHostile(seed)
      const engine = await openEngine({ log: writer.log, kind: 'repository', store: new MemoryStore(), crypto })
      const random = randomOf(seed)
      for (const batch of batchesOf(causalOrder(writer.written, random), random)) await engine.apply(batch, endOfTime)
      const views = new Map(
        (await engine.queries.ops(writer.written.map(({ id }) => id))).map((view) => [view.id, view]),
      )
      for (const { name, by, id } of writer.written) {
        const settled = settledIn(views.get(id))
        if (!honest.has(by)) ended.add(settled)
        else expect({ seed, step: name, settled }).toEqual({ seed, step: name, settled: 'may be cited' })
        appended += honest.has(by) ? 1 : 0
      }
      const reasonOf = new Map(
        (await engine.queries.cores()).map(({ core, blacklisted }) => [core, blacklisted?.reason]),
      )
      // A ban is an admin's word against theirs, whatever they did.
      for (const name of honest) expect([undefined, 'blacklisted']).toContain(reasonOf.get(writer.core(name)))
    }
    expect(appended).toBeGreaterThan(5 * count)
    expect([...ended]).toEqual(expect.arrayContaining(['parked', 'violation not-permitted', 'ignored blacklisted']))
  }, 600_000)
})
