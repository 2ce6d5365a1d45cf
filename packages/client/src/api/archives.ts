import type { Failure } from './failure.js'

export interface ImportInput {
  readonly repo: string
  /** Absolute path of a `github-archive` file; the process that holds the home reads it. */
  readonly file: string
  readonly offline?: boolean
}

export interface ImportResult {
  readonly issues: number
  readonly pulls: number
  readonly comments: number
  readonly reviews: number
  readonly lineComments: number
  /** Ops appended by this import. */
  readonly ops: number
  /** Items of the file that were here already. */
  readonly known: number
  readonly published: number
}

export type ImportEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly result: ImportResult }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** Text of an export comes in pieces, so that its size is not bounded by a message. */
export type ExportEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'done'; readonly issues: number; readonly pulls: number }
  | { readonly kind: 'failed'; readonly failure: Failure }
