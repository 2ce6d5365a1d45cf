import type { MissingParent, OpId } from '@hypergit/domain'
import type { LogHeads } from '../storage/log-heads.js'
import type { AdmittedCores } from './admitted-cores.js'
import type { CitedParents } from './cited-parents.js'
import type { LogPeers } from './log-peers.js'
import type { MissingBlocks } from './missing-blocks.js'

/** Cited blocks of cores that are not admitted, which are asked for once they are. */
const withheldMax = 1_024

export interface ParentRequestsParts {
  readonly admitted: AdmittedCores
  readonly cited: CitedParents
  readonly heads: LogHeads
  readonly missing: MissingBlocks
  readonly peers: LogPeers
}

/** What the engine misses: asked for with its core, beyond that core's quota, and by id where it cannot come with it. */
export class ParentRequests {
  readonly #withheld = new Map<OpId, MissingParent>()

  constructor(private readonly parts: ParentRequestsParts) {}

  request(missing: readonly MissingParent[]): void {
    const { admitted, cited, heads, peers } = this.parts
    for (const parent of missing) {
      const { core, seq, id } = parent
      if (!admitted.has(core)) {
        if (this.#withheld.size < withheldMax) this.#withheld.set(id, parent)
        continue
      }
      const stored = heads.get(core)?.length ?? 0
      if (seq >= stored && cited.note(parent)) for (const channel of peers.channels) channel.reconsider(core)
      this.parts.missing.note(parent)
    }
  }

  /** Asks for what was withheld of cores that are admitted by now. */
  admittedMore(): void {
    const withheld = [...this.#withheld.values()]
    this.#withheld.clear()
    this.request(withheld)
  }

  /** Somebody has come who may have what nobody had. */
  again(): void {
    this.parts.missing.again()
  }

  close(): void {
    this.parts.missing.close()
  }
}
