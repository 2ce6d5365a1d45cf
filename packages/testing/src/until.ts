export interface UntilOptions {
  /** Said when it does not come true: `the comment is on the page`. */
  readonly what: string
  /** 20 s by default: tests share a machine, and a condition that holds costs none of it. */
  readonly timeoutMs?: number
  /** The shortest pause between two looks, 25 ms by default. */
  readonly everyMs?: number
}

/** Of the time waited so far, what the next pause takes. */
const pausedShare = 0.1

/**
 * Waits until the condition gives something other than false, null or undefined, and returns that. A condition that throws counts as not yet
 * true; what it threw last is in the failure's cause. It leaves the machine to what is waited for: a pause is at least as long as the look
 * before it took, and grows with the wait.
 */
export const until = async <T>(
  condition: () => T | Promise<T>,
  { what, timeoutMs = 20_000, everyMs = 25 }: UntilOptions,
): Promise<Exclude<T, false | null | undefined>> => {
  const begun = Date.now()
  const deadline = begun + timeoutMs
  let last: unknown
  for (;;) {
    const looked = Date.now()
    try {
      const value = await condition()
      last = undefined
      if (value !== false && value !== null && value !== undefined) return value as Exclude<T, false | null | undefined>
    } catch (error) {
      last = error
    }
    const now = Date.now()
    if (now >= deadline) throw new Error(`waited ${timeoutMs} ms until ${what}`, { cause: last })
    const pauseMs = Math.max(everyMs, now - looked, (now - begun) * pausedShare)
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, deadline - now)))
  }
}
