import { join } from 'node:path'
import { type Block, type CoreKey, coreKey, type LogId, type OpId } from '@hypergit/domain'
import { scenarioCoreKeyPair, scenarioIdentities } from '../../src/rules/scenario-identities.js'
import type { LiveLog } from '../../src/repository/live-log.js'
import type { WorldPlan } from './plan.js'
import type { Names } from './scenario-of-log.js'
import { SimulatedClient } from './simulated-client.js'

const users = ['u0', 'u1']

/** The machines of a world, under the names of its plan, and what they have in common. */
export class Machines {
  readonly identities
  /** Of each machine that was not cloned, the founding one first. */
  readonly cores = new Map<string, CoreKey>()
  readonly ops = new Map<string, OpId>()
  /** Every block that was written, also where its home was replaced by an older one since. */
  readonly written: Block[] = []
  readonly #clients = new Map<string, SimulatedClient>()
  log: LogId | undefined

  /** `clock`: the world's time, ms. */
  constructor(
    readonly plan: WorldPlan,
    folder: string,
    clock: () => number | undefined,
  ) {
    this.identities = scenarioIdentities(plan.seed)
    for (const name of [...plan.honest, ...plan.hostile, ...Object.keys(plan.clones)]) {
      const own = (): number => {
        const nowMs = clock()
        return nowMs === undefined ? 0 : nowMs + (plan.skewMs[name] ?? 0)
      }
      const keyPair = scenarioCoreKeyPair(this.#original(name), plan.seed)
      this.#clients.set(name, new SimulatedClient(name, join(folder, name), own, keyPair))
    }
  }

  get(name: string): SimulatedClient {
    const client = this.#clients.get(name)
    if (client === undefined) throw new Error(`there is no ${name}`)
    return client
  }

  /** Those that began with the world, the founding one first. */
  originals(): readonly SimulatedClient[] {
    return [...this.plan.honest, ...this.plan.hostile].map((name) => this.get(name))
  }

  /** Machines that run, of honest owners or of hostile ones. */
  running(kind: 'honest' | 'hostile'): readonly string[] {
    return [...this.#clients]
      .filter(([name, client]) => client.isRunning && this.plan[kind].includes(this.#original(name)))
      .map(([name]) => name)
  }

  core(name: string): CoreKey {
    return this.cores.get(this.#original(name)) ?? coreKey('')
  }

  /** Notes what the machine has written since its core was so long. */
  async noteWritten(name: string, from: number): Promise<void> {
    const { log } = await this.live(name)
    const core = this.core(name)
    const blocks = await log.read(core, from, log.core(core)?.length ?? 0)
    for (const [index, bytes] of blocks.entries()) this.written.push({ core, seq: from + index, bytes })
  }

  async lengthOf(name: string): Promise<number> {
    const { log } = await this.live(name)
    return log.core(this.core(name))?.length ?? 0
  }

  live(name: string): Promise<LiveLog> {
    if (this.log === undefined) throw new Error('the world has not begun')
    return this.get(name).live(this.log)
  }

  /** Whose core it is. */
  nameOf(core: CoreKey): string {
    return [...this.cores].find(([, key]) => key === core)?.[0] ?? core
  }

  names(): Names {
    return {
      cores: new Map([...this.cores].map(([name, core]) => [core, name])),
      ops: new Map([...this.ops].map(([name, op]) => [op, name])),
      users: new Map(users.map((name) => [this.identities.user(name), name])),
    }
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.values()) await client.stop()
  }

  #original(name: string): string {
    return this.plan.clones[name] ?? name
  }
}
