import { performance } from 'node:perf_hooks'

/** Says on standard output what has come true, each with the step that it belongs to and how long it took. */
export class Diary {
  #at = performance.now()

  constructor(step = '') {
    this.step = step
  }

  note(sentence) {
    const now = performance.now()
    console.log(`${this.step} · ${sentence} (${Math.round(now - this.#at)} ms)`)
    this.#at = now
  }

  /** The diary of a step of this one: 5 · 3. */
  within(step) {
    return new Diary(`${this.step} · ${step}`)
  }
}
