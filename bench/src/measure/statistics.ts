const at = (sorted: readonly number[], position: number): number => sorted[position] ?? Number.NaN

/** The value below which `share` (0 to 1) of the samples lie, by nearest rank; NaN without samples. */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  return at(sorted, Math.max(0, Math.ceil(share * sorted.length) - 1))
}

/** The middle sample, or the mean of the two in the middle; NaN without samples. */
export const median = (samples: readonly number[]): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >>> 1
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2
}

export const sum = (samples: readonly number[]): number => samples.reduce((total, sample) => total + sample, 0)
