import type { Scenario } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import { disagreement, type Party } from './disagreement.js'
import { Link } from './link.js'
import type { Machines } from './machines.js'
import { scenarioOfLogs } from './scenario-of-log.js'

const waitMsMax = 30_000
/** Times that a connection which ended comes up again, as a swarm has it. */
const revivalsMax = 10

interface Pair {
  readonly left: string
  readonly right: string
  readonly place: number
}

interface Connected extends Pair {
  link: Link
  revivals: number
}

/** What is said of those who could not agree. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement'
  constructor(
    message: string,
    /** What each of them has, and where outcomes differ. */
    readonly lines: readonly string[],
    /** What the first one has. */
    readonly scenario: Scenario,
    cause: unknown,
  ) {
    super(message, { cause })
  }
}

/** Lets everything through within one group of machines, link by link in the order given; some links are lost once after so many bytes. */
export class Exchange {
  readonly #connected: Connected[] = []
  readonly #honest: readonly string[]
  readonly #hostile: readonly string[]

  constructor(
    private readonly machines: Machines,
    isHere: (name: string) => boolean,
    private readonly order: readonly number[],
    private readonly losses: readonly number[],
  ) {
    this.#honest = machines.running('honest').filter(isHere)
    this.#hostile = machines.running('hostile').filter(isHere)
  }

  async run(): Promise<void> {
    const pairs = this.#pairs().map((pair) => ({
      ...pair,
      link: this.#link(pair, this.losses[pair.place]),
      revivals: 0,
    }))
    this.#connected.push(...pairs)
    try {
      for (const one of pairs.toSorted((a, b) => this.#orderOf(b) - this.#orderOf(a))) await this.#letThrough(one)
      await this.#until(() => this.#agree(this.#honest), `${this.#honest.join(', ')} agree`)
    } catch (cause) {
      throw await this.#disagreement(cause)
    } finally {
      for (const { link } of this.#connected) link.cut()
    }
  }

  /** Each machine is connected with one before it; nobody honest reaches others through a hostile one. */
  #pairs(): readonly Pair[] {
    return [...this.#honest.slice(1), ...this.#hostile].flatMap((right, place) => {
      const reached = this.#honest.includes(right) ? this.#honest.slice(0, place + 1) : this.#honest
      const left = reached[Math.floor((this.order[place] ?? 0) * reached.length)]
      return left === undefined ? [] : [{ left, right, place }]
    })
  }

  async #letThrough(one: Connected): Promise<void> {
    const { left, right, place, link } = one
    link.deliver()
    if ((this.losses[place] ?? 0) > 0) {
      await this.#until(
        async () => link.isCut || (await this.#agree([left, right])),
        `${left} and ${right} exchange`,
        false,
      )
      link.cut()
      one.link = this.#link(one)
      one.link.deliver()
    }
    if (!this.#hostile.includes(right)) return
    const log = this.machines.log
    if (log === undefined) return
    const [hearing, heard] = [this.machines.get(left), this.machines.get(right)]
    await this.#until(() => hearing.hasHeard(heard, log, this.machines.core(right)), `${left} hears ${right}`)
  }

  #link({ left, right }: Pair, lossAfterBytes = 0): Link {
    const [one, other] = [this.machines.get(left).storage, this.machines.get(right).storage]
    return new Link(one, other, lossAfterBytes === 0 ? undefined : lossAfterBytes)
  }

  /** Who was spoken to no more may come again, having learnt why. */
  #revive(): void {
    for (const one of this.#connected) {
      if (!one.link.isCut || one.revivals >= revivalsMax) continue
      one.revivals += 1
      one.link = this.#link(one)
      one.link.deliver()
    }
  }

  #orderOf({ place }: Pair): number {
    return this.order[place] ?? 0
  }

  /** They have the same of everybody honest whose core did not fork, and one state. */
  async #agree(names: readonly string[]): Promise<boolean> {
    const seen = await Promise.all(
      names.map(async (name) => {
        const { engine, log } = await this.machines.live(name)
        const heads = this.machines.plan.honest.map((other) => {
          const core = this.machines.core(other)
          return log.forks(core).length > 0 ? 'forked' : engine.applied(core)?.head
        })
        return JSON.stringify([heads, await engine.stateHash()])
      }),
    )
    return new Set(seen).size <= 1
  }

  /** What keeps them from agreeing, for whoever reads a failure: what each has, where outcomes differ, and the scenario of the first one. */
  async #disagreement(cause: unknown): Promise<unknown> {
    const parties: Party[] = []
    for (const name of this.#honest) parties.push({ name, live: await this.machines.live(name) })
    const [first] = parties
    if (first === undefined) return cause
    const names = this.machines.names()
    const message = cause instanceof Error ? cause.message : String(cause)
    const scenario = await scenarioOfLogs(`what ${first.name} has`, first.live, [first.live], names)
    return new Disagreement(message, await disagreement(parties, names), scenario, cause)
  }

  #until(condition: () => boolean | Promise<boolean>, what: string, revives = true): Promise<unknown> {
    return until(
      async () => {
        if (await condition()) return true
        if (revives) this.#revive()
        return false
      },
      { what: `${what}, in the world of seed ${this.machines.plan.seed}`, timeoutMs: waitMsMax, everyMs: 2 },
    )
  }
}
