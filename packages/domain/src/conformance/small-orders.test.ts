import { describe, expect, it } from '@jest/globals'
import { partialOrders } from '../testing/small-orders/partial-orders.js'
import { differencesIn, ordersOf } from '../testing/small-orders/small-world.js'
import { smallWorlds } from '../testing/small-orders/small-worlds.js'

/** Worlds of more orders are for the slow suite. */
const ordersMax = 100

it('there are as many partial orders as are known to be', () => {
  expect([1, 2, 3, 4, 5].map((count) => partialOrders(count).length)).toEqual([1, 3, 19, 219, 4231])
})

describe('The rules come to what the text says in every partial order of', () => {
  const few = smallWorlds
    .map((world) => ({ world, orders: ordersOf(world) }))
    .filter(({ orders }) => orders.length <= ordersMax)

  it.each(few.map(({ world, orders }) => [orders.length, world.name, world, orders] as const))(
    '%i: %s',
    async (_count, _name, world, orders) => {
      const found: string[] = []
      for (const order of orders) found.push(...(await differencesIn(world, order)))
      expect(found).toEqual([])
    },
    60_000,
  )
})
