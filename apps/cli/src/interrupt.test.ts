import { expect, test } from '@jest/globals'
import { untilInterrupted } from './interrupt.js'

/** An interrupt, and how to cause it. */
const interruption = () => {
  const controller = new AbortController()
  const stopped = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve())
  })
  return { controller, interrupt: { stopped, wasStopped: () => controller.signal.aborted } }
}

async function* silentAfterOne() {
  yield 1
  await new Promise(() => undefined)
}

test('a stream that waits for its next event ends when the command is interrupted', async () => {
  const { controller, interrupt } = interruption()
  const seen: number[] = []
  for await (const event of untilInterrupted(silentAfterOne(), interrupt)) {
    seen.push(event)
    controller.abort()
  }
  expect(seen).toEqual([1])
})

test('a stream that is left early has ended before the command goes on', async () => {
  const { interrupt } = interruption()
  let ended = false
  const stream = async function* () {
    try {
      yield 1
      yield 2
    } finally {
      ended = true
    }
  }
  for await (const event of untilInterrupted(stream(), interrupt)) if (event === 1) break
  expect(ended).toBe(true)
})
