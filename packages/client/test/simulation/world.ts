import { join } from 'node:path'
import {
  type CoreKey,
  coreKey,
  type LogId,
  opId,
  type OpId,
  type RepositoryAction,
  type Scenario,
} from '@hypergit/domain'
import { until } from '@hypergit/testing'
import b4a from 'b4a'
import { scenarioIdentities } from '../../src/rules/scenario-identities.js'
import { disagreement, type Party } from './disagreement.js'
import { Link } from './link.js'
import type { PlannedAction, PlannedStep, WorldPlan } from './plan.js'
import { type Names, scenarioOfLog } from './scenario-of-log.js'
import { resolvedAction } from './resolved-action.js'
import { repo, SimulatedClient } from './simulated-client.js'

/** When a world begins, ms: far enough from 0 for clocks that are behind. */
const beginMs = 1_700_000_000_000
const stepMs = 1_000
const hourMs = 3_600_000
const waitMsMax = 30_000
const users = ['u0', 'u1']

/** What a world came to. */
export interface WorldEnd {
  readonly log: LogId
  /** Of each honest client. */
  readonly stateHashes: Readonly<Record<string, string>>
  /** Honest authors whose ops broke a rule, or that are on the blacklist. */
  readonly wronged: readonly string[]
  readonly roles: Readonly<Record<string, string>>
  readonly scenario: Scenario
  readonly cores: ReadonlyMap<string, CoreKey>
}

/** Real clients on real homes, with streams, clocks and steps in the simulation's hands. */
export class World {
  readonly #clients = new Map<string, SimulatedClient>()
  readonly #cores = new Map<string, CoreKey>()
  readonly #ops = new Map<string, OpId>()
  readonly #identities
  #groups: Readonly<Record<string, number>> = {}
  #nowMs: number | undefined
  #log: LogId | undefined

  constructor(
    readonly plan: WorldPlan,
    folder: string,
  ) {
    this.#identities = scenarioIdentities(plan.seed)
    for (const name of [...plan.honest, ...plan.hostile]) {
      const clock = () => (this.#nowMs === undefined ? 0 : this.#nowMs + (plan.skewMs[name] ?? 0))
      this.#clients.set(name, new SimulatedClient(name, join(folder, name), clock))
    }
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
    return this.#end()
  }

  async close(): Promise<void> {
    for (const client of this.#clients.values()) await client.stop()
  }

  get log(): LogId {
    if (this.#log === undefined) throw new Error('the world has not begun')
    return this.#log
  }

  /** Everybody has the founding op and joins, having seen nothing else: what a scenario begins with. */
  async #begin(): Promise<void> {
    const [founder, ...others] = [...this.#clients.values()]
    if (founder === undefined) return
    for (const client of this.#clients.values()) await client.start()
    const created = await founder.peer.createRepository({ name: repo, offline: true })
    if (!created.ok) throw new Error(created.failure.message)
    this.#log = created.value.id
    this.#cores.set(founder.name, created.value.core)
    for (const client of others) {
      const live = await client.live(this.log)
      const link = new Link(founder.storage, client.storage)
      link.deliver()
      await until(() => live.engine.applied(created.value.core) !== undefined, {
        what: `${client.name} has the founding op`,
        timeoutMs: waitMsMax,
        everyMs: 2,
      })
      link.cut()
      await client.remember(this.log)
      this.#cores.set(client.name, await client.core(this.log))
    }
    for (const client of others) {
      const joined = await client.peer.write({ repo, actions: [{ type: 'ack' }], offline: true })
      if (!joined.ok) throw new Error(joined.failure.message)
    }
  }

  async #take(step: PlannedStep): Promise<void> {
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
        await this.#client(step.who).stop()
        await this.#client(step.who).start()
        await this.#client(step.who).live(this.log)
        return
      default:
        return step satisfies never
    }
  }

  async #write(by: string, name: string, planned: readonly PlannedAction[]): Promise<void> {
    for (const one of planned) {
      const action = this.#resolved(by, one)
      if (action === undefined) continue
      const written = await this.#client(by).peer.write({ repo, actions: [action], offline: true })
      if (written.ok) {
        this.#ops.set(name, written.value.ops[0]?.op ?? opId(''))
        return
      }
      if (written.failure.code !== 'refused') throw new Error(`${by} could not write: ${written.failure.message}`)
    }
  }

  async #attack({ by, name, action: planned, citing }: PlannedStep & { readonly kind: 'attack' }): Promise<void> {
    const action = this.#resolved(by, planned)
    if (action === undefined) return
    const client = this.#client(by)
    const forged = { core: this.#core('h0'), seq: 7, id: opId(b4a.toString(b4a.alloc(32, name), 'hex')) }
    const at = (this.#nowMs ?? 0) + (this.plan.skewMs[by] ?? 0)
    const op = await client.appendUnchecked(this.log, action, citing === 'forged' ? [forged] : citing, at)
    if (op === undefined) return
    this.#ops.set(name, op)
  }

  #resolved(by: string, planned: PlannedAction): RepositoryAction | undefined {
    return resolvedAction(planned, {
      log: this.log,
      author: this.#core(by),
      identities: this.#identities,
      standsFor: (name) => this.#cores.get(name) ?? this.#ops.get(name),
    })
  }

  /** Everything that can reach each other exchanges what it has; links are let through one by one, in the order given. */
  async #deliver(order: readonly number[], losses: readonly number[]): Promise<void> {
    const groups = new Set(this.plan.honest.map((name) => this.#groups[name] ?? 0))
    for (const group of groups) {
      const isHere = (name: string): boolean => (this.#groups[name] ?? 0) === group
      const honest = this.plan.honest.filter(isHere)
      const pairs: (readonly [string, string, number])[] = []
      for (const name of [...honest.slice(1), ...this.plan.hostile.filter(isHere)]) {
        const place = pairs.length
        const reached = honest.slice(0, honest.includes(name) ? place + 1 : honest.length)
        const other = reached[Math.floor((order[place] ?? 0) * reached.length)]
        if (other !== undefined) pairs.push([other, name, place])
      }
      await this.#exchange(honest, pairs, order, losses)
    }
  }

  async #exchange(
    honest: readonly string[],
    pairs: readonly (readonly [string, string, number])[],
    order: readonly number[],
    losses: readonly number[],
  ): Promise<void> {
    const links: Link[] = []
    const connect = (left: string, right: string, loss?: number): Link => {
      const link = new Link(this.#client(left).storage, this.#client(right).storage, loss)
      links.push(link)
      return link
    }
    const held = pairs.map(([left, right, place]) => {
      const loss = losses[place] ?? 0
      return { left, right, place, link: connect(left, right, loss === 0 ? undefined : loss) }
    })
    try {
      for (const { left, right, place, link } of held.toSorted(
        (a, b) => (order[b.place] ?? 0) - (order[a.place] ?? 0),
      )) {
        link.deliver()
        const isHostile = this.plan.hostile.includes(right)
        if ((losses[place] ?? 0) > 0) {
          await this.#until(
            async () => link.isCut || (await this.#agree([left, right])),
            `${left} and ${right} exchange`,
          )
          link.cut()
          connect(left, right).deliver()
        }
        if (isHostile)
          await this.#until(
            () => this.#client(left).hasHeard(this.#client(right), this.log, this.#core(right)),
            `${left} hears ${right}`,
          )
      }
      await this.#until(() => this.#agree(honest), `${honest.join(', ')} agree`)
    } catch (cause) {
      throw new Error(await this.#described(honest), { cause })
    } finally {
      for (const link of links) link.cut()
    }
  }

  async #agree(names: readonly string[]): Promise<boolean> {
    const seen = await Promise.all(
      names.map(async (name) => {
        const { engine } = await this.#client(name).live(this.log)
        const heads = this.plan.honest.map((other) => engine.applied(this.#core(other))?.head)
        return JSON.stringify([heads, await engine.stateHash()])
      }),
    )
    return new Set(seen).size <= 1
  }

  /** What keeps them from agreeing, for whoever reads a failure: what each has, where outcomes differ, and the scenario of the first one. */
  async #described(names: readonly string[]): Promise<string> {
    const parties: Party[] = []
    for (const name of names) parties.push({ name, live: await this.#client(name).live(this.log) })
    return [`in the world of seed ${this.plan.seed}`, ...(await disagreement(parties, this.#names()))].join('\n')
  }

  async #end(): Promise<WorldEnd> {
    const stateHashes: Record<string, string> = {}
    const wronged: string[] = []
    for (const name of this.plan.honest) {
      const { engine } = await this.#client(name).live(this.log)
      stateHashes[name] = await engine.stateHash()
      for (const view of await engine.queries.cores()) {
        const author = this.#nameOf(view.core)
        if (view.blacklisted !== undefined && this.plan.honest.includes(author)) wronged.push(`${author}, by ${name}`)
      }
    }
    const live = await this.#client(this.plan.honest[0] ?? '').live(this.log)
    const scenario = await scenarioOfLog(`world of seed ${this.plan.seed}`, live, this.#names())
    for (const step of scenario.steps) {
      const { outcome } = (scenario.expect['outcomes'] as Record<string, { readonly outcome: string }>)[step.id] ?? {}
      if (this.plan.honest.includes(step.by) && ['violation', 'parked', 'ignored'].includes(outcome ?? ''))
        wronged.push(`${step.id} of ${step.by}: ${outcome}`)
    }
    const views = await live.engine.queries.cores()
    const roles = Object.fromEntries(views.map(({ core, role }) => [this.#nameOf(core), role]))
    return { log: this.log, stateHashes, wronged, roles, scenario, cores: this.#cores }
  }

  #names(): Names {
    return {
      cores: new Map([...this.#cores].map(([name, core]) => [core, name])),
      ops: new Map([...this.#ops].map(([name, op]) => [op, name])),
      users: new Map(users.map((name) => [this.#identities.user(name), name])),
    }
  }

  #until(condition: () => boolean | Promise<boolean>, what: string): Promise<unknown> {
    return until(condition, {
      what: `${what}, in the world of seed ${this.plan.seed}`,
      timeoutMs: waitMsMax,
      everyMs: 2,
    })
  }

  #client(name: string): SimulatedClient {
    const client = this.#clients.get(name)
    if (client === undefined) throw new Error(`there is no ${name}`)
    return client
  }

  #core(name: string): CoreKey {
    return this.#cores.get(name) ?? coreKey('')
  }

  #nameOf(core: CoreKey): string {
    return this.#names().cores.get(core) ?? core
  }
}
