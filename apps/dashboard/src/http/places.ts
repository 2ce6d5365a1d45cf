/** A bounded number of places, in all and for each client. */
export class Places {
  #taken = 0
  readonly #ofClient = new Map<string, number>()

  constructor(
    private readonly max: number,
    private readonly perClientMax: number,
  ) {}

  /** What gives the place back, once; undefined when there is none. */
  take(client: string): (() => void) | undefined {
    const ofClient = this.#ofClient.get(client) ?? 0
    if (this.#taken >= this.max || ofClient >= this.perClientMax) return undefined
    this.#taken += 1
    this.#ofClient.set(client, ofClient + 1)
    let given = false
    return () => {
      if (given) return
      given = true
      this.#taken -= 1
      const left = (this.#ofClient.get(client) ?? 1) - 1
      if (left > 0) this.#ofClient.set(client, left)
      else this.#ofClient.delete(client)
    }
  }
}
