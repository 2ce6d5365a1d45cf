import type { Block } from '../op.js'
import { pick } from './random.js'
import type { WrittenStep } from './write-scenario.js'

const duplicateShare = 0.2
const batchBlocksMax = 8

/** The steps in a random order in which each comes after all that it needs. */
export const causalOrder = (steps: readonly WrittenStep[], random: () => number): WrittenStep[] => {
  const done = new Set<WrittenStep>()
  const order: WrittenStep[] = []
  while (order.length < steps.length) {
    const next = pick(
      steps.filter((step) => !done.has(step) && step.needs.every((needed) => done.has(needed))),
      random,
    )
    if (next === undefined) break
    done.add(next)
    order.push(next)
  }
  return order
}

/** The blocks of an order in batches of random size, some of them twice. */
export const batchesOf = (order: readonly WrittenStep[], random: () => number): Block[][] => {
  const batches: Block[][] = [[]]
  const sent: Block[] = []
  for (const { block } of order) {
    if (random() < 1 / batchBlocksMax || (batches.at(-1)?.length ?? 0) >= batchBlocksMax) batches.push([])
    batches.at(-1)?.push(block)
    sent.push(block)
    const again = random() < duplicateShare ? pick(sent, random) : undefined
    if (again !== undefined) batches.at(-1)?.push(again)
  }
  return batches
}
