import { monotonicMs } from '../processes/monotonic-clock.js'

/** When things were there, by the shared clock; whoever asks earlier waits. */
export class ArrivalTimes<Key> {
  readonly #times = new Map<Key, number>()
  readonly #waiting = new Map<Key, (atMs: number) => void>()

  note(key: Key): void {
    const atMs = monotonicMs()
    const waiter = this.#waiting.get(key)
    this.#waiting.delete(key)
    if (waiter === undefined) this.#times.set(key, atMs)
    else waiter(atMs)
  }

  /** Asked once for each. */
  of(key: Key): Promise<number> {
    const atMs = this.#times.get(key)
    this.#times.delete(key)
    return atMs === undefined ? new Promise((resolve) => this.#waiting.set(key, resolve)) : Promise.resolve(atMs)
  }
}
