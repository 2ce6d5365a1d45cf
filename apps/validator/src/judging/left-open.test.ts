import { expect, test } from '@jest/globals'
import { logId, type LogId } from '@hypergit/domain'
import { LeftOpen } from './left-open.js'

const [one, two] = [logId('01'.repeat(32)), logId('41'.repeat(32))]
const { signal } = new AbortController()

const leftOpenOf = (broken: Set<LogId>) => {
  const finished: LogId[] = []
  const leftOpen = new LeftOpen({
    find: (partition) =>
      Promise.resolve(partition === 1 ? [one, two].map((log) => ({ log, kind: 'repository' as const })) : []),
    finish: async ({ log }) => {
      if (broken.has(log)) throw new Error('SQL is away')
      finished.push(log)
    },
  })
  return { leftOpen, finished }
}

test('finishes the logs of a gained partition once', async () => {
  const { leftOpen, finished } = leftOpenOf(new Set())
  leftOpen.gained(0)
  leftOpen.gained(1)
  await leftOpen.run(signal)
  await leftOpen.run(signal)
  expect(finished).toEqual([one, two])
})

test('one log that fails holds up no other, and is tried again', async () => {
  const broken = new Set([one])
  const { leftOpen, finished } = leftOpenOf(broken)
  leftOpen.gained(1)
  await expect(leftOpen.run(signal)).rejects.toThrow('SQL is away')
  expect(finished).toEqual([two])
  broken.clear()
  await leftOpen.run(signal)
  expect(finished).toContain(one)
})

test('leaves alone what was lost again', async () => {
  const { leftOpen, finished } = leftOpenOf(new Set())
  leftOpen.gained(1)
  leftOpen.lost(1)
  await leftOpen.run(signal)
  expect(finished).toEqual([])
})
