import type { CoreKey, MissingParent } from '@hypergit/domain'

/** Cores with cited blocks that have not come yet. */
const citedCoresMax = 16_384

interface Citation {
  readonly upTo: number
  readonly citer: CoreKey
}

/** How far cores are to be fetched because ops that are here cite them: outside their own quota, charged to who cites. */
export class CitedParents {
  readonly #cited = new Map<CoreKey, Citation>()

  /** Notes a parent that is to come; false when it was noted before, or too many are. */
  note({ core, seq, citedBy }: MissingParent): boolean {
    const known = this.#cited.get(core)
    if (known !== undefined && known.upTo > seq) return false
    if (known === undefined && this.#cited.size >= citedCoresMax) return false
    this.#cited.set(core, { upTo: seq + 1, citer: citedBy.core })
    return true
  }

  /** Blocks of the core that are cited, counted from its first; 0: none. */
  upTo(core: CoreKey): number {
    return this.#cited.get(core)?.upTo ?? 0
  }

  citer(core: CoreKey): CoreKey | undefined {
    return this.#cited.get(core)?.citer
  }

  /** So much of the core is here now. */
  arrived(core: CoreKey, length: number): void {
    if (this.upTo(core) <= length) this.#cited.delete(core)
  }
}
