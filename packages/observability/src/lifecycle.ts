/** What a stop has time for; after that the process ends all the same. */
export const shutdownLimitMs = 10_000

export interface LifecycleOptions {
  /** Called once, at the first SIGTERM, SIGINT or `stop()`. */
  readonly close: () => Promise<void>
  /** For the log. */
  readonly onProblem: (problem: Error) => void
  readonly limitMs?: number
}

export interface Lifecycle {
  /** Stops as a signal would. */
  stop(): Promise<void>
}

const exitStopped = 0
const exitFailed = 1

/**
 * Stops the process cleanly on SIGTERM and Ctrl-C: status 0 after `close`, 1 when it fails or takes longer than the limit. A second Ctrl-C
 * ends it at once.
 */
export const onShutdown = ({ close, onProblem, limitMs = shutdownLimitMs }: LifecycleOptions): Lifecycle => {
  let stopping: Promise<void> | undefined

  const run = async (): Promise<void> => {
    const timer = setTimeout(() => {
      onProblem(new Error(`not stopped within ${limitMs} ms; ending now`))
      process.exit(exitFailed)
    }, limitMs)
    timer.unref()
    try {
      await close()
      process.exitCode ??= exitStopped
    } catch (error) {
      onProblem(error as Error)
      process.exitCode = exitFailed
    } finally {
      clearTimeout(timer)
    }
    process.exit()
  }
  const stop = (): Promise<void> => (stopping ??= run())

  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => {
    if (stopping !== undefined) process.exit(exitFailed)
    void stop()
  })
  return { stop }
}
