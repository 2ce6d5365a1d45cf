/** Codes of the API's error answers; documented in `/api/openapi.json`. */
export type ErrorCode =
  | 'invalid-request'
  | 'invalid-id'
  | 'unauthorised'
  | 'forbidden'
  | 'not-proven'
  | 'not-found'
  | 'not-hosted'
  | 'no-evidence'
  | 'unprovable'
  | 'ambiguous'
  | 'too-large'
  | 'too-many-requests'
  | 'unavailable'
  | 'internal'

/** An expected refusal of a request, told to whoever asked: what was wrong, and what is valid. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    message: string,
    /** Further fields of the answer's `error`, such as the candidates of an ambiguous number; `retryAfterSeconds` is said in the header as well. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
  }
}

export const notFound = (what: string): ApiError => new ApiError(404, 'not-found', `${what} is not known here.`)
