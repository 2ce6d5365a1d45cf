import type { CoreKey } from '@hypergit/domain'
import type { LogScope } from './log-scope.js'

/** What the rules have to say of cores, as far as replication goes by it. */
export class Verdicts {
  constructor(
    private readonly scope: LogScope,
    /** Closes connections that proved to hold the core's key. */
    private readonly closeHolders: (core: CoreKey) => void,
  ) {}

  async stop(core: CoreKey, keep: number): Promise<void> {
    const { forks, heads, own } = this.scope
    const record = heads.get(core)
    // A core that is not here has no record to keep a verdict in; it gets one when the engine judges its blocks.
    if (record === undefined) return
    const keepId = keep > 0 && keep <= record.length ? await heads.idAt(core, keep - 1) : undefined
    const { keepId: _before, ...latest } = heads.get(core) ?? record
    heads.put({ ...latest, keep, ...(keepId === undefined ? {} : { keepId }) })
    own.pardoned(core, false)
    const lowest = forks.lowest(core)
    if (lowest !== undefined) own.forked(core, lowest)
    this.closeHolders(core)
    await heads.flushed()
  }

  shun(core: CoreKey): void {
    if (this.scope.shunned.has(core)) return
    this.scope.shunned.add(core)
    this.closeHolders(core)
  }

  async unstop(core: CoreKey): Promise<void> {
    const { forks, heads, own, peers, shunned } = this.scope
    shunned.delete(core)
    if (forks.lowest(core) !== undefined) own.pardoned(core, true)
    const record = heads.get(core)
    if (record?.keep === undefined) return
    const { keep: _keep, keepId: _keepId, ...rest } = record
    heads.put(rest)
    for (const channel of peers.channels) channel.reconsider(core)
    if (this.scope.admitted.has(core)) peers.announce({ core, length: rest.length, id: rest.id })
    await heads.flushed()
  }
}
