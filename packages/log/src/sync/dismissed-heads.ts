import type { CoreKey } from '@hypergit/domain'
import type { Head } from '../log-api.js'

/** Heads of one peer that lead nowhere: refused, false, or of another branch. The oldest are forgotten past a bound. */
export class DismissedHeads {
  readonly #lengths = new Map<CoreKey, number>()

  constructor(readonly max: number) {}

  has({ core, length }: Head): boolean {
    return (this.#lengths.get(core) ?? 0) >= length
  }

  add({ core, length }: Head): void {
    this.#lengths.delete(core)
    this.#lengths.set(core, length)
    const [oldest] = this.#lengths.keys()
    if (this.#lengths.size > this.max && oldest !== undefined) this.#lengths.delete(oldest)
  }

  delete(core: CoreKey): void {
    this.#lengths.delete(core)
  }
}
