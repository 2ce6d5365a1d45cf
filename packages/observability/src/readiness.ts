/** Rejects while its condition does not hold; the message says why. */
export type ReadinessCheck = () => Promise<void> | void

export interface ReadinessAnswer {
  readonly ready: boolean
  /** Why not, by the check's name; empty when ready. */
  readonly notReady: Readonly<Record<string, string>>
}

/** A check that does not answer counts as not ready. */
export const checkTimeoutMs = 3_000

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

const ask = async (check: ReadinessCheck, timeoutMs: number): Promise<string | undefined> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${timeoutMs} ms`), timeoutMs)
  })
  const asked = (async () => check())().then(() => undefined, reasonOf)
  const answer = await Promise.race([asked, late])
  clearTimeout(timer)
  return answer
}

/** What a service needs before it can serve, by name. */
export class Readiness {
  readonly #checks = new Map<string, ReadinessCheck>()
  readonly #timeoutMs: number

  constructor(checks: Readonly<Record<string, ReadinessCheck>> = {}, timeoutMs = checkTimeoutMs) {
    this.#timeoutMs = timeoutMs
    for (const [name, check] of Object.entries(checks)) this.#checks.set(name, check)
  }

  /** A later check of the same name takes the place of the earlier one. */
  add(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check)
  }

  async answer(): Promise<ReadinessAnswer> {
    const asked = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await ask(check, this.#timeoutMs)] as const),
    )
    const notReady = Object.fromEntries(
      asked.flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason] as const])),
    )
    return { ready: Object.keys(notReady).length === 0, notReady }
  }
}
