import { rateLimit } from 'express-rate-limit'
import { ApiError } from './api-error.js'

const windowMs = 60_000

/** At most `perMinute` requests of one client that are not reads. */
export const postLimit = (perMinute: number) =>
  rateLimit({
    windowMs,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (request) => request.method === 'GET' || request.method === 'HEAD',
    handler: (_request, _response, next) => {
      next(new ApiError(429, 'too-many-requests', `At most ${perMinute} requests a minute are taken: try again later.`))
    },
    // The proxy's word counts as TRUST_PROXY says; the library's own guesses about it do not.
    validate: { xForwardedForHeader: false, trustProxy: false },
  })
