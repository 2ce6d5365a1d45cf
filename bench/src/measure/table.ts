import type { Comparison } from './pairs.js'

/** Rows as a Markdown table whose columns line up in a terminal as well. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export const inMs = (ms: number): string => (ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0))

export const inMiB = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)

/** A whole number with its thousands apart. */
export const inThousands = (value: number): string => Math.round(value).toLocaleString('en-US')

/** `1.42 (1.31–1.60)`: the median of the pairs, the smallest and the largest. */
export const inTimes = ({ ratio, ratioMin, ratioMax }: Comparison): string =>
  `${ratio.toFixed(2)} (${ratioMin.toFixed(2)}–${ratioMax.toFixed(2)})`

/** Whether a bound is kept, for the last column. */
export const verdictOf = (value: number, max: number): string => `${value <= max ? 'met' : 'missed'} (≤ ${max})`
