import type { CoreKey } from '@hypergit/domain'
import { servedHead } from '../storage/head-record.js'
import type { LogScope } from './log-scope.js'

/**
 * Which cores of a log are fetched and told of: all, or those that the rules named. In a user log only devices count, and nobody else's blocks are
 * even downloaded (docs/protocol.md, section 7).
 */
export class AdmittedCores {
  #only: ReadonlySet<CoreKey> | undefined

  /** `always`: the founding core and those of this machine, without which nothing could be learnt or be told. */
  constructor(private readonly always: (core: CoreKey) => boolean) {}

  /** Some cores are left out. */
  get isNarrowed(): boolean {
    return this.#only !== undefined
  }

  has(core: CoreKey): boolean {
    return this.#only === undefined || this.#only.has(core) || this.always(core)
  }

  /** Answers the cores that were left out before; undefined where those cannot be named, since all are admitted from now on. */
  narrow(cores: ReadonlySet<CoreKey> | undefined): readonly CoreKey[] | undefined {
    const before = this.#only
    // A copy, since the caller may go on writing to theirs.
    this.#only = cores === undefined ? undefined : new Set(cores)
    if (before === undefined) return []
    return this.#only === undefined
      ? undefined
      : [...this.#only].filter((core) => !before.has(core) && !this.always(core))
  }
}

/** Narrows or widens what a log exchanges, and fetches and tells at once of what was left out before. */
export const admitOnly = (scope: LogScope, cores: ReadonlySet<CoreKey> | undefined): void => {
  const { admitted, forks, heads, peers } = scope
  const more = admitted.narrow(cores)
  heads.table.show((core) => admitted.has(core))
  if (more === undefined) for (const channel of peers.channels) channel.compareAgain()
  for (const core of more ?? []) {
    for (const channel of peers.channels) channel.reconsider(core)
    const record = heads.get(core)
    if (record === undefined) continue
    forks.arrived(core)
    const { length, id } = servedHead(record)
    peers.announce({ core, length, id })
  }
  // What is under way of a core that is not admitted any more is dropped.
  for (const channel of peers.channels) channel.pump()
  peers.progressed()
}
