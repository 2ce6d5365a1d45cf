import type { CoreKey } from '@hypergit/domain'
import type { Head } from '../log-api.js'

/** Heads that wait for their turn: the latest of each core, those first that came first, of so many cores. */
export class BoundedHeads {
  readonly #heads = new Map<CoreKey, Head>()

  constructor(readonly max: number) {}

  /** False where there is no room for another core. */
  add(head: Head): boolean {
    if (!this.#heads.has(head.core) && this.#heads.size >= this.max) return false
    this.#heads.set(head.core, head)
    return true
  }

  /** Takes the first one out. */
  next(): Head | undefined {
    for (const [core, head] of this.#heads) {
      this.#heads.delete(core)
      return head
    }
    return undefined
  }

  clear(): void {
    this.#heads.clear()
  }
}
