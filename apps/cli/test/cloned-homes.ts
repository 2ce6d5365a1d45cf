import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '@hypergit/testing'
import { type Json, type Machine, World } from './terminal.js'

/** What a snapshot of a machine puts back: all of a home but the file by which Hypercore tells a copy, which is the same as before. */
const parts = [join('cores', 'db'), 'heads', 'views', 'home.json']

export const snapshot = async (machine: Machine, to: string): Promise<void> => {
  for (const part of parts) await cp(join(machine.home, part), join(to, part), { recursive: true })
}

export const restore = async (machine: Machine, from: string): Promise<void> => {
  for (const part of parts) {
    await rm(join(machine.home, part), { recursive: true, force: true })
    await cp(join(from, part), join(machine.home, part), { recursive: true })
  }
}

export const statusOf = async (machine: Machine): Promise<Json> => {
  const { repositories } = await machine.json(['status', 'demo'])
  const [status] = repositories as Json[]
  if (status === undefined) throw new Error('the repository is here')
  return status
}

export const say = (machine: Machine, body: string, ...options: string[]) =>
  machine.json(['issue', 'comment', 'demo', '1', '-b', body, ...options])

export const isBlacklisted = async (machine: Machine, of: string): Promise<boolean> =>
  ((await statusOf(machine))['blacklist'] as Json[]).some((entry) => entry['core'] === of)

/** alice founded `demo` with one issue and serves it; bob cloned it. */
export class Pair {
  private constructor(
    readonly world: World,
    readonly alice: Machine,
    readonly bob: Machine,
    readonly link: string,
    /** The one that bob writes. */
    public core: string,
  ) {}

  static async start(): Promise<Pair> {
    const world = await World.online()
    const alice = await world.machine()
    const bob = await world.machine()
    const link = String((await alice.json(['repo', 'create', 'demo', '--offline']))['link'])
    await alice.json(['issue', 'open', 'demo', '-t', 'Crash', '--offline'])
    await (await alice.start(['seed', '--json'])).line(/"serving"/)
    return new Pair(world, alice, bob, link, String((await bob.json(['repo', 'clone', link]))['core']))
  }

  /** How many ops of bob's core alice has. */
  async lengthAtAlice(): Promise<number> {
    const { heads } = await statusOf(this.alice)
    return Number((heads as Json[]).find((head) => head['core'] === this.core)?.['length'] ?? 0)
  }

  async arrived(length: number): Promise<void> {
    await this.bob.lines(['sync', 'demo', '--wait', '30'])
    await until(async () => (await this.lengthAtAlice()) === length, { what: 'alice has it', timeoutMs: 30_000 })
  }
}
