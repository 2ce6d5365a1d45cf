import { differencesIn, ordersOf } from '../src/testing/small-orders/small-world.js'
import { smallWorlds } from '../src/testing/small-orders/small-worlds.js'

/** Of one partial order of one world: where the rules came to something else than the text. */
export interface SmallOrderTold {
  readonly world: string
  readonly order: string
  readonly found: readonly string[]
}

/** Goes through every partial order of every small world. */
export const run = async (tell: (told: SmallOrderTold) => Promise<void>): Promise<void> => {
  for (const world of smallWorlds)
    for (const order of ordersOf(world))
      await tell({ world: world.name, order: order.text, found: await differencesIn(world, order) })
}
