import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { runSource, SlowProgress } from '@hypergit/testing'
import type { SmallOrderTold } from '../../test/small-order-worlds.js'
import { ordersOf } from '../testing/small-orders/small-world.js'
import { smallWorlds } from '../testing/small-orders/small-worlds.js'

const orders = smallWorlds.reduce((sum, world) => sum + ordersOf(world).length, 0)
/** For one order, on a busy machine: what takes longer hangs. */
const silentMsMax = 60_000
const heapMebibytesMax = 384
/** A day: a run of this length is bounded by its orders, not by a clock. */
const timeLimitMs = 86_400_000

it(
  `the rules come to what the text says in all ${orders} partial orders of ${smallWorlds.length} small worlds`,
  async () => {
    let last = ''
    const progress = new SlowProgress('small orders', orders, () => last)
    const module = join(import.meta.dirname, '..', '..', 'test', 'small-order-worlds.ts')
    await runSource<SmallOrderTold>({ module, words: [], silentMsMax, heapMebibytesMax }, ({ world, found }) => {
      last = world
      expect(found).toEqual([])
      progress.advance()
    })
  },
  timeLimitMs,
)
