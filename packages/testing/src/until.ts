export interface UntilOptions {
  /** Said when it does not come true: `the comment is on the page`. */
  readonly what: string
  /** 10 s by default. */
  readonly timeoutMs?: number
  readonly everyMs?: number
}

/**
 * Waits until the condition gives something other than false, null or undefined, and returns that. A condition that throws counts as not yet
 * true; what it threw last is in the failure's cause.
 */
export const until = async <T>(
  condition: () => T | Promise<T>,
  { what, timeoutMs = 10_000, everyMs = 25 }: UntilOptions,
): Promise<Exclude<T, false | null | undefined>> => {
  const deadline = Date.now() + timeoutMs
  let last: unknown
  for (;;) {
    try {
      const value = await condition()
      last = undefined
      if (value !== false && value !== null && value !== undefined) return value as Exclude<T, false | null | undefined>
    } catch (error) {
      last = error
    }
    if (Date.now() >= deadline) throw new Error(`waited ${timeoutMs} ms until ${what}`, { cause: last })
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
