import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import type { Request, Response } from 'express'
import { ApiError, type ErrorCode } from './api-error.js'

export interface ErrorFilterOptions {
  /** A page for a reader; the API answers JSON. */
  readonly page: (status: number, message: string) => string
  /** Told about what was not expected; outsiders are told nothing of it. */
  readonly onUnexpected: (error: unknown, path: string) => void
}

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid-request',
  401: 'unauthorised',
  403: 'forbidden',
  404: 'not-found',
  413: 'too-large',
  429: 'too-many-requests',
  503: 'unavailable',
}

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus()
  // What Express' body parsers and router refuse carries a status.
  if (typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number')
    return error.status
  return undefined
}

/** Every error as an ApiError: what is expected as it is, anything else as `internal`, without a word of what happened. */
const asApiError = (error: unknown): ApiError => {
  if (error instanceof ApiError) return error
  const status = statusOf(error)
  if (status === undefined || status < 400 || status >= 500)
    return new ApiError(500, 'internal', 'Something went wrong here.')
  const message = status === 404 ? 'There is nothing at this address.' : 'The request cannot be understood.'
  return new ApiError(status, codes[status] ?? 'invalid-request', message)
}

@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly options: ErrorFilterOptions) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    const request = http.getRequest<Request>()
    const response = http.getResponse<Response>()
    const known = asApiError(error)
    if (known.status >= 500 && !(error instanceof ApiError)) this.options.onUnexpected(error, request.path)
    if (response.headersSent) {
      response.destroy()
      return
    }
    response.status(known.status)
    if (known.status === 401) response.setHeader('WWW-Authenticate', 'Bearer')
    const { retryAfterSeconds } = known.details
    if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', retryAfterSeconds)
    const isApi = request.path.startsWith('/api/') || !(request.headers.accept ?? '').includes('text/html')
    if (isApi) response.json({ error: { code: known.code, message: known.message, ...known.details } })
    else response.type('html').send(this.options.page(known.status, known.message))
  }
}
