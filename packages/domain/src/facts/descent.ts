/** How deep one go reaches; a hostile admin makes chains as long as they like. */
const depthMax = 200

/** Says what has to be judged first, where following went too deep. Never leaves this file. */
class TooDeep extends Error {
  readonly code = 'FACTS_TOO_DEEP'
  constructor(readonly judge: () => unknown) {
    super('what facts rest on is judged in several goes')
  }
}

/**
 * Follows what facts rest on to any depth without a stack as deep. The judgements given to it keep their answers, so that what lay too deep is
 * judged and kept first, and what is above it then gets further.
 */
export class Descent {
  #depth = 0

  follow<Answer>(judge: () => Answer): Answer {
    return this.#depth > 0 ? this.#below(judge) : this.#inGoes(judge)
  }

  #below<Answer>(judge: () => Answer): Answer {
    if (this.#depth >= depthMax) throw new TooDeep(judge)
    this.#depth += 1
    try {
      return judge()
    } finally {
      this.#depth -= 1
    }
  }

  #inGoes<Answer>(judge: () => Answer): Answer {
    const first: (() => unknown)[] = []
    for (;;) {
      const deepest = first.at(-1)
      try {
        if (deepest === undefined) return this.#below(judge)
        this.#below(deepest)
        first.pop()
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error
        first.push(error.judge)
      }
    }
  }
}
