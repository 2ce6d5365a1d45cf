import { Transform } from 'node:stream'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import type { LogStorage, NoiseStream } from '@hypergit/log'

/** Bytes of one direction, kept back until they are let through. */
class Gate extends Transform {
  #isOpen = false
  #passedBytes = 0
  #held: (() => void) | undefined

  constructor(private readonly onPassed: (bytes: number) => void) {
    super()
  }

  open(): void {
    this.#isOpen = true
    this.#held?.()
    this.#held = undefined
  }

  override _transform(
    chunk: Uint8Array,
    _encoding: BufferEncoding,
    done: (error?: Error | null, data?: Uint8Array) => void,
  ) {
    const pass = (): void => {
      this.#passedBytes += chunk.byteLength
      this.onPassed(this.#passedBytes)
      done(null, chunk)
    }
    if (this.#isOpen) pass()
    else this.#held = pass
  }
}

/** An encrypted stream between two homes whose bytes arrive when the simulation says so. */
export class Link {
  readonly #ends: readonly [NoiseSecretStream, NoiseSecretStream]
  readonly #gates: readonly [Gate, Gate]

  /** `lossAfterBytes`: the connection is cut once so much has passed in one direction. */
  constructor(left: LogStorage, right: LogStorage, lossAfterBytes = Number.POSITIVE_INFINITY) {
    const lose = (bytes: number): void => {
      if (bytes > lossAfterBytes) this.cut()
    }
    this.#ends = [new NoiseSecretStream(true), new NoiseSecretStream(false)]
    this.#gates = [new Gate(lose), new Gate(lose)]
    const [a, b] = this.#ends
    const [there, back] = this.#gates
    for (const stream of [a, b, there, back]) stream.on('error', () => undefined)
    a.rawStream.pipe(there).pipe(b.rawStream)
    b.rawStream.pipe(back).pipe(a.rawStream)
    left.replicate(a as NoiseStream)
    right.replicate(b as NoiseStream)
  }

  get isCut(): boolean {
    return this.#ends.some((end) => end.destroyed)
  }

  /** Delivers what was sent so far, and from now on everything at once. */
  deliver(): void {
    for (const gate of this.#gates) gate.open()
  }

  cut(): void {
    for (const end of this.#ends) end.destroy()
    for (const gate of this.#gates) gate.destroy()
  }
}
