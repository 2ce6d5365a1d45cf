import { type CoreKey, logId, type LogId, type OpId, type RepositoryAction, toZ32 } from '@hypergit/domain'
import { answered } from './demo-error.js'
import { DemoPeer, type DemoWorld } from './demo-peer.js'
import type { Sample } from './sample.js'

/** The sample's people, each a peer that serves the repository for as long as the demo runs. */
export class People {
  readonly #peers = new Map<string, DemoPeer>()
  readonly #cores = new Map<string, CoreKey>()
  #newest: OpId | undefined

  private constructor(readonly repo: LogId) {}

  /** Opens the homes of people who have the repository already. */
  static async open(world: DemoWorld, names: readonly string[], repo: LogId): Promise<People> {
    const people = new People(repo)
    for (const name of names) {
      const peer = await DemoPeer.open(world, name)
      people.#peers.set(name, peer)
      peer.serve()
    }
    return people
  }

  /** The first of the people founds the repository at that time and gives the others their roles; the others clone it. */
  static async found(world: DemoWorld, { repository, people: roles }: Sample, at: number): Promise<People> {
    const [founder, ...others] = Object.keys(roles)
    if (founder === undefined) throw new TypeError('the sample has no people')
    const founding = await DemoPeer.open(world, founder, () => at)
    const created = answered(
      'found the repository',
      await founding.peer.createRepository({ ...repository, offline: true }),
    )
    await founding.close()
    const people = await People.open(world, [founder], logId(created.id))
    people.#cores.set(founder, created.core)
    for (const name of others) {
      const peer = await DemoPeer.open(world, name)
      people.#peers.set(name, peer)
      const core = await peer.clone(people.repo)
      people.#cores.set(name, core)
      const role = roles[name]
      if (role !== undefined && role !== 'normal')
        await people.write(founder, { type: 'role.set', target: core, role }, at)
    }
    return people
  }

  /** Writes in somebody's name once what was written before has reached them, so that the history is one thread of events. */
  async write(name: string, action: RepositoryAction, at: number): Promise<OpId> {
    const peer = this.peer(name)
    if (this.#newest !== undefined) await peer.receives(this.repo, this.#newest)
    this.#newest = await peer.write(this.repo, action, at)
    return this.#newest
  }

  /** What others wrote comes before what these people write next. */
  async hear(op: OpId): Promise<void> {
    for (const peer of this.#peers.values()) await peer.receives(this.repo, op)
    this.#newest = op
  }

  peer(name: string): DemoPeer {
    const peer = this.#peers.get(name)
    if (peer === undefined) throw new TypeError(`the sample has nobody called ${name}`)
    return peer
  }

  /** z-base-32 of somebody's core. */
  readonly coreOf = (name: string): string => {
    const core = this.#cores.get(name)
    if (core === undefined) throw new TypeError(`the sample has nobody called ${name}`)
    return toZ32(core)
  }

  async close(): Promise<void> {
    for (const peer of [...this.#peers.values()].toReversed()) await peer.close()
  }
}
