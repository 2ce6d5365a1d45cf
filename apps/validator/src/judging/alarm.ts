/** One timer that can be moved: the newest time counts. It does not keep the process alive. */
export class Alarm {
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly ring: () => void) {}

  setIn(ms: number): void {
    this.clear()
    // A timer takes at most 2³¹ − 1 ms; what is due later is looked at again then.
    this.#timer = setTimeout(this.ring, Math.min(Math.max(ms, 0), 2 ** 31 - 1))
    this.#timer.unref()
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
