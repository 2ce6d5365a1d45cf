import { median } from './statistics.js'

/** One measurement, in ms; what it needs beforehand and cleans up afterwards is not in it. */
export type Sample = () => Promise<number>

export interface Comparison {
  /** Median of the subject, ms. */
  readonly subjectMs: number
  /** Median of the reference, ms. */
  readonly referenceMs: number
  /** Median of the pairs' ratios: both sides of a pair ran next to each other, so what else the machine did cancels. */
  readonly ratio: number
  readonly ratioMin: number
  readonly ratioMax: number
}

/** Dead objects of one side are not left for the other to collect. */
export const collectGarbage = (): void => {
  globalThis.gc?.()
}

/** Subject and reference in turn, `pairs` times, after one pair that warms up and does not count. */
export const measurePairs = async (pairs: number, subject: Sample, reference: Sample): Promise<Comparison> => {
  const subjects: number[] = []
  const references: number[] = []
  for (let pair = 0; pair <= pairs; pair++) {
    collectGarbage()
    const subjectMs = await subject()
    collectGarbage()
    const referenceMs = await reference()
    if (pair === 0) continue
    subjects.push(subjectMs)
    references.push(referenceMs)
  }
  return compare(subjects, references)
}

/** Samples of which those at the same place ran next to each other. */
export const compare = (subjects: readonly number[], references: readonly number[]): Comparison => {
  const ratios = subjects.map((subjectMs, pair) => subjectMs / (references[pair] ?? Number.NaN))
  return {
    subjectMs: median(subjects),
    referenceMs: median(references),
    ratio: median(ratios),
    ratioMin: Math.min(...ratios),
    ratioMax: Math.max(...ratios),
  }
}

/** How long the work takes, ms. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return performance.now() - from
}
