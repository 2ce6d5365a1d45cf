import { timingSafeEqual } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { ApiError } from '../http/api-error.js'
import { bearerOf, isOperatorToken } from './operator-token.js'

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Who acts, for the audit. */
export const actorOf = (request: Request): string =>
  bearerOf(request) === undefined ? `session ${request.sessionID.slice(0, 8)}` : 'token'

/** The API is for bearers of the token; a cookie alone does nothing, so no other site can act through a browser. */
export const requireToken =
  (tokens: readonly string[]): RequestHandler =>
  (request: Request, _response: Response, next: NextFunction) => {
    if (isOperatorToken(tokens, bearerOf(request))) next()
    else next(new ApiError(401, 'unauthorised', 'The operator’s token is needed: Authorization: Bearer TOKEN.'))
  }

/** Pages are for signed-in operators. What changes anything must come from a form of the same session. */
export const requireSession: RequestHandler = (request, response, next) => {
  const expected = request.session.formToken
  if (expected === undefined) {
    response.redirect(303, '/operator/sign-in')
    return
  }
  const body: unknown = request.body
  const given = typeof body === 'object' && body !== null && 'formToken' in body ? body.formToken : undefined
  if (
    request.method !== 'GET' &&
    request.method !== 'HEAD' &&
    !(typeof given === 'string' && sameText(given, expected))
  ) {
    next(new ApiError(403, 'forbidden', 'This form is of another session: open the page again.'))
    return
  }
  next()
}
