import { type CoreKey, coreKey, opId, type RepositoryAction } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import b4a from 'b4a'
import { Exchange } from './exchange.js'
import { Link } from './link.js'
import { Machines } from './machines.js'
import type { PlannedAction, PlannedStep, WorldPlan } from './plan.js'
import { resolvedAction } from './resolved-action.js'
import { repo } from './simulated-client.js'
import { type WorldEnd, worldEnd } from './world-end.js'

/** When a world begins, ms: far enough from 0 for clocks that are behind. */
const beginMs = 1_700_000_000_000
const stepMs = 1_000
const hourMs = 3_600_000
const waitMsMax = 30_000

/** Real clients on real homes, with streams, clocks and steps in the simulation's hands. */
export class World {
  readonly machines: Machines
  /** What an honest client should have refused. */
  readonly #unrefused: string[] = []
  #groups: Readonly<Record<string, number>> = {}
  #nowMs: number | undefined

  constructor(
    readonly plan: WorldPlan,
    folder: string,
  ) {
    this.machines = new Machines(plan, folder, () => this.#nowMs)
  }

  async run(): Promise<WorldEnd> {
    await this.#begin()
    for (const step of this.plan.steps) {
      this.#nowMs = (this.#nowMs ?? beginMs) + stepMs
      await this.#take(step)
    }
    this.#nowMs = (this.#nowMs ?? beginMs) + hourMs
    this.#groups = {}
    await this.#deliver([], [])
    const end = await worldEnd(this.machines)
    return { ...end, wronged: [...this.#unrefused, ...end.wronged] }
  }

  close(): Promise<void> {
    return this.machines.stop()
  }

  /** Everybody has the founding op and joins, having seen nothing else: what a scenario begins with. */
  async #begin(): Promise<void> {
    const [founder, ...others] = this.machines.originals()
    if (founder === undefined) return
    for (const client of [founder, ...others]) await client.start()
    const created = await founder.peer.createRepository({ name: repo, offline: true })
    if (!created.ok) throw new Error(created.failure.message)
    const { id: log } = created.value
    this.machines.log = log
    this.machines.cores.set(founder.name, created.value.core)
    for (const client of others) {
      const live = await client.live(log)
      const link = new Link(founder.storage, client.storage)
      link.deliver()
      await until(() => live.engine.applied(created.value.core) !== undefined, {
        what: `${client.name} has the founding op`,
        timeoutMs: waitMsMax,
        everyMs: 2,
      })
      link.cut()
      await client.remember(log)
      this.machines.cores.set(client.name, await client.core(log))
    }
    for (const client of others) {
      const joined = await client.peer.write({ repo, actions: [{ type: 'ack' }], offline: true })
      if (!joined.ok) throw new Error(joined.failure.message)
    }
  }

  async #take(step: PlannedStep): Promise<void> {
    const { machines } = this
    switch (step.kind) {
      case 'write':
        return this.#write(step.by, step.name, step.actions)
      case 'attack':
        return this.#attack(step)
      case 'deliver':
        return this.#deliver(step.order, step.lossAfterBytes)
      case 'partition':
        this.#groups = step.groups
        return
      case 'restart':
        await machines.get(step.who).stop()
        await machines.get(step.who).start()
        break
      case 'snapshot':
        await machines.get(step.who).snapshot()
        break
      case 'restore':
        // Of a core that is known to have forked this may be the only copy of a branch: without it nobody could say any more what was written.
        if (await this.#hasForked(step.who)) return
        await machines.get(step.who).restore()
        break
      case 'clone':
        await machines.get(step.as).startAsCloneOf(machines.get(step.who))
        await machines.live(step.as)
        return
      default:
        return step satisfies never
    }
    await machines.live(step.who)
  }

  async #hasForked(name: string): Promise<boolean> {
    const { log } = await this.machines.live(name)
    return log.forks(this.machines.core(name)).length > 0
  }

  async #write(by: string, name: string, planned: readonly PlannedAction[]): Promise<void> {
    const { log } = await this.machines.live(by)
    const { state } = log.ownHead(this.machines.core(by))
    for (const one of planned) {
      const action = this.#resolved(by, one)
      if (action === undefined) continue
      const lengthBefore = await this.machines.lengthOf(by)
      const written = await this.machines.get(by).peer.write({ repo, actions: [action], offline: true })
      if (written.ok) {
        await this.machines.noteWritten(by, lengthBefore)
        if (state === 'forked' || state === 'behind') this.#unrefused.push(`${by} wrote ${name}, ${state}`)
        this.machines.ops.set(name, written.value.ops[0]?.op ?? opId(''))
        return
      }
      const { code, message } = written.failure
      if (code === 'unwritable' && state !== 'unconfirmed' && state !== 'confirmed') return
      if (code !== 'refused') throw new Error(`${by} could not write: ${message}`)
    }
  }

  async #attack({ by, name, action: planned, citing }: PlannedStep & { readonly kind: 'attack' }): Promise<void> {
    const action = this.#resolved(by, planned)
    const { log } = this.machines
    if (action === undefined || log === undefined) return
    const forged = { core: this.#founder, seq: 7, id: opId(b4a.toString(b4a.alloc(32, name), 'hex')) }
    const at = (this.#nowMs ?? 0) + (this.plan.skewMs[by] ?? 0)
    const client = this.machines.get(by)
    const lengthBefore = await this.machines.lengthOf(by)
    const op = await client.appendUnchecked(log, action, citing === 'forged' ? [forged] : citing, at)
    if (op === undefined) return
    await this.machines.noteWritten(by, lengthBefore)
    this.machines.ops.set(name, op)
  }

  get #founder(): CoreKey {
    return this.machines.cores.get(this.plan.honest[0] ?? '') ?? coreKey('')
  }

  #resolved(by: string, planned: PlannedAction): RepositoryAction | undefined {
    const { cores, ops, log, identities } = this.machines
    if (log === undefined) return undefined
    const standsFor = (name: string) => cores.get(name) ?? ops.get(name)
    return resolvedAction(planned, { log, author: this.machines.core(by), identities, standsFor })
  }

  /** Everything that can reach each other exchanges what it has. */
  async #deliver(order: readonly number[], losses: readonly number[]): Promise<void> {
    const groupOf = (name: string): number => this.#groups[name] ?? 0
    for (const group of new Set(this.machines.running('honest').map(groupOf)))
      await new Exchange(this.machines, (name) => groupOf(name) === group, order, losses).run()
  }
}
