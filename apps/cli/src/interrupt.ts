/** Ctrl-C or SIGTERM: a stream ends and the command closes what it holds; a second one ends the process at once. */
export interface Interrupt {
  readonly stopped: Promise<void>
  readonly wasStopped: () => boolean
}

export const listenForInterrupt = (): Interrupt => {
  let stopped = false
  const promise = new Promise<void>((resolve) => {
    const stop = (): void => {
      if (stopped) process.exit(130)
      stopped = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
  return { stopped: promise, wasStopped: () => stopped }
}

/**
 * The events of a stream until it ends or the command is interrupted. Then it is not waited for: a generator that waits for its next event ends only
 * with that event, or with the peer behind it, which the command closes next.
 */
export const untilInterrupted = async function* <Event>(
  events: AsyncIterable<Event>,
  interrupt: Interrupt,
): AsyncGenerator<Event> {
  const iterator = events[Symbol.asyncIterator]()
  const end = interrupt.stopped.then((): IteratorResult<Event> => ({ done: true, value: undefined }))
  try {
    for (;;) {
      const pending = iterator.next()
      // What it fails with after the interruption is of no interest; before, the race below has it.
      pending.catch(() => undefined)
      const next = await Promise.race([pending, end])
      if (next.done === true) return
      yield next.value
    }
  } finally {
    const ended = iterator.return?.()
    if (interrupt.wasStopped()) ended?.catch(() => undefined)
    else await ended
  }
}
