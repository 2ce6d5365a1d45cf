export interface BenchOptions {
  /** Pairs that count; each bench has a default. */
  readonly pairs: number | undefined
  /** Cases with more ops are left out. */
  readonly ops: number
  /** Where tables go, a piece at a time. */
  readonly say: (text: string) => void
}

/** One bench: measures, and says what it measured. */
export type Bench = (options: BenchOptions) => Promise<void>
