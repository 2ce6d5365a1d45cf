import { join } from 'node:path'
import { type CoreKey, type LogId, logOfFounder } from '@hypergit/domain'
import { HostileBlocks, type SoundOp } from '@hypergit/domain/testing'
import { type Log, type LogStorage, openLogStorage } from '@hypergit/log'
import { until } from '@hypergit/testing'
import { blockRules } from '../../src/rules/block-rules.js'
import { Link } from '../simulation/link.js'

/** A home that speaks the log's protocol and takes every block for a member's. */
const openLawless = (dir: string): Promise<LogStorage> =>
  openLogStorage({ dir, rules: { ...blockRules(() => 'repository'), isMembership: () => true } })

/** Who writes signed cores full of garbage, and who hands them on without judging: it holds no key, so that nobody can turn it away for one. */
export class HostileStorage {
  #cores = 0

  private constructor(
    private readonly author: LogStorage,
    readonly relay: LogStorage,
    private readonly log: Log,
    private readonly copy: Log,
    private readonly link: Link,
  ) {}

  static async open(folder: string, repository: LogId): Promise<HostileStorage> {
    const [author, relay] = [await openLawless(join(folder, 'author')), await openLawless(join(folder, 'relay'))]
    const [log, copy] = [await author.openLog(repository), await relay.openLog(repository)]
    const link = new Link(author, relay)
    link.deliver()
    return new HostileStorage(author, relay, log, copy, link)
  }

  /** Cores of so many blocks each, at the relay when it resolves. `sound`: what they may cite, the founding op first. */
  async write(
    cores: number,
    blocksPerCore: number,
    seed: number,
    founder: CoreKey,
    sound: readonly SoundOp[],
  ): Promise<readonly CoreKey[]> {
    const keys: CoreKey[] = []
    for (let count = 0; count < cores; count++) keys.push(await this.log.ownCore(`core ${this.#cores++}`))
    const source = new HostileBlocks({
      log: logOfFounder(founder),
      kind: 'repository',
      cores: [founder, ...keys],
      seed,
      inOrder: true,
    })
    for (const op of sound) source.know(op)
    for (const core of keys) {
      const blocks = Array.from({ length: blocksPerCore }, () => source.nextOf(core).bytes)
      await this.log.append(core, blocks)
    }
    await until(() => keys.every((core) => this.copy.core(core)?.length === blocksPerCore), {
      what: 'the relay has the blocks',
      timeoutMs: 60_000,
    })
    return keys
  }

  async close(): Promise<void> {
    this.link.cut()
    await this.author.close()
    await this.relay.close()
  }
}
