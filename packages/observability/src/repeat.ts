import { setTimeout as pause } from 'node:timers/promises'

/** Something that runs again and again until it is closed. */
export interface Repeating {
  /** Aborts the run in hand and resolves when it has stopped. */
  close(): Promise<void>
}

/** Runs `task` at once and then `pauseMs` after each run ended; what it rejects with goes to `onError`, and it is run again. Keeps no process alive. */
export const repeat = (
  task: (signal: AbortSignal) => Promise<void>,
  pauseMs: number,
  onError: (error: unknown) => void,
): Repeating => {
  const stop = new AbortController()
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await task(stop.signal).catch(onError)
      await pause(pauseMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    close: async () => {
      stop.abort()
      await running
    },
  }
}
