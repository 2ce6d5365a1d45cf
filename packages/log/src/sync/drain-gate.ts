/** Who waits until a channel takes more. */
export class DrainGate {
  #waiting: (() => void)[] = []

  /** Resolves at once where `isOpen`, else with the next `open`. */
  passed(isOpen: boolean): Promise<void> {
    return isOpen ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve))
  }

  open(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
