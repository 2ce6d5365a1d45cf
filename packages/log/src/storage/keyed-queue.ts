/** Runs tasks of one key one after the other, and those of different keys side by side. */
export class KeyedQueue<Key> {
  readonly #tails = new Map<Key, Promise<unknown>>()

  async run<Result>(key: Key, task: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(key)
    const turn = before === undefined ? task() : before.then(task, task)
    this.#tails.set(key, turn)
    try {
      return await turn
    } finally {
      if (this.#tails.get(key) === turn) this.#tails.delete(key)
    }
  }

  /** Resolves when nothing that was queued so far is running any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#tails.values())
  }
}
