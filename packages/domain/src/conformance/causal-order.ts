import type { Block } from '../op.js'
import { pick } from './random.js'
import type { WrittenStep } from './write-scenario.js'

const duplicateShare = 0.2
const batchBlocksMax = 8

/** The steps in a random order in which each comes after all that it needs. */
export const causalOrder = (steps: readonly WrittenStep[], random: () => number): WrittenStep[] => {
  const lacks = new Map(steps.map((step) => [step, step.needs.length]))
  const neededBy = new Map<WrittenStep, WrittenStep[]>(steps.map((step) => [step, []]))
  for (const step of steps) for (const needed of step.needs) neededBy.get(needed)?.push(step)
  const ready = steps.filter(({ needs }) => needs.length === 0)
  const order: WrittenStep[] = []
  for (let last = ready.pop(); last !== undefined; last = ready.pop()) {
    // One of those that are ready, whose place the last one takes.
    const place = Math.floor(random() * (ready.length + 1))
    const next = ready[place] ?? last
    if (place < ready.length) ready[place] = last
    order.push(next)
    for (const step of neededBy.get(next) ?? []) {
      const left = (lacks.get(step) ?? 0) - 1
      lacks.set(step, left)
      if (left === 0) ready.push(step)
    }
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
