/** Something that runs again and again until it is closed. */
export interface Repeating {
  /** Aborts the run in hand and resolves when it has stopped. */
  close(): Promise<void>
}

/** Runs `task` at once and then `pauseMs` after each run; what it rejects with goes to `onError`, and it is run again. */
export const repeat = (
  task: (signal: AbortSignal) => Promise<void>,
  pauseMs: number,
  onError: (error: unknown) => void,
): Repeating => {
  const stop = new AbortController()
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, pauseMs)
      function done() {
        clearTimeout(timer)
        stop.signal.removeEventListener('abort', done)
        resolve()
      }
      stop.signal.addEventListener('abort', done)
    })
  const run = async () => {
    while (!stop.signal.aborted) {
      await task(stop.signal).catch(onError)
      if (!stop.signal.aborted) await pause()
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
