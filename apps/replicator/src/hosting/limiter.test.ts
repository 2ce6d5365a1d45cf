import { Limiter } from './limiter.js'

test('runs as many tasks as it may, the others in turn, whatever becomes of them', async () => {
  const limiter = new Limiter(2)
  let running = 0
  let most = 0
  const order: number[] = []
  const task = (number: number) => async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setImmediate(resolve))
    order.push(number)
    running -= 1
    if (number === 1) throw new Error('failed')
  }
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((number) => limiter.run(task(number))))
  expect(most).toBe(2)
  expect(order).toEqual([0, 1, 2, 3, 4])
  expect(results.map(({ status }) => status === 'rejected')).toEqual([false, true, false, false, false])
})
