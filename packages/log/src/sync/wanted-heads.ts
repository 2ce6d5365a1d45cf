import type { CoreKey } from '@hypergit/domain'
import type { Head } from '../log-api.js'

/** Heads that one peer announced in one log and that are not here, oldest first; those of cores that are not here are bounded. */
export class WantedHeads {
  readonly #heads = new Map<CoreKey, { readonly head: Head; readonly isNew: boolean }>()
  #newCores = 0

  constructor(readonly newCoresMax: number) {}

  get size(): number {
    return this.#heads.size
  }

  /** New cores that may still be added. */
  get room(): number {
    return Math.max(0, this.newCoresMax - this.#newCores)
  }

  /** No new core is wanted. */
  get isFresh(): boolean {
    return this.#newCores === 0
  }

  /** Only to be called with room for it, where it is of a new core. */
  add(head: Head, isNew: boolean): void {
    const known = this.#heads.get(head.core)
    if (known !== undefined && known.head.length >= head.length) return
    if (known === undefined && isNew) this.#newCores++
    this.#heads.set(head.core, { head, isNew: known?.isNew ?? isNew })
  }

  get(core: CoreKey): Head | undefined {
    return this.#heads.get(core)?.head
  }

  delete(core: CoreKey): void {
    const known = this.#heads.get(core)
    if (known === undefined) return
    if (known.isNew) this.#newCores--
    this.#heads.delete(core)
  }

  /** Forgets those of other cores. */
  keep(isKept: (core: CoreKey) => boolean): void {
    for (const core of this.#heads.keys()) if (!isKept(core)) this.delete(core)
  }

  *[Symbol.iterator](): IterableIterator<Head> {
    for (const { head } of this.#heads.values()) yield head
  }
}
