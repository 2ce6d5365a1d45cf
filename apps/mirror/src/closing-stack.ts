/** What has been opened so far, to be closed in reverse order; what is added together is closed together. */
export class ClosingStack {
  readonly #closers: (() => Promise<void>)[] = []

  add(close: () => Promise<void>): void {
    this.#closers.push(close)
  }

  /** Closes everything, also when something fails; rejects with the first failure afterwards. Repeating it does nothing. */
  async close(): Promise<void> {
    const failures: unknown[] = []
    for (;;) {
      const close = this.#closers.pop()
      if (close === undefined) break
      await close().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }
}
