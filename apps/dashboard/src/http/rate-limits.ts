import type { Request } from 'express'
import { rateLimit } from 'express-rate-limit'
import { ApiError } from './api-error.js'

const windowMs = 60_000

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

const limit = (perMinute: number, skip: (request: Request) => boolean) =>
  rateLimit({
    windowMs,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip,
    handler: (_request, _response, next) => {
      next(new ApiError(429, 'too-many-requests', `At most ${perMinute} requests a minute are taken: try again later.`))
    },
    // The proxy's word counts as TRUST_PROXY says; the library's own guesses about it do not.
    validate: { xForwardedForHeader: false, trustProxy: false },
  })

/** At most `perMinute` requests of one client that are not reads. */
export const postLimit = (perMinute: number) => limit(perMinute, isRead)

/** At most `perMinute` requests of one client, for reads that make work. */
export const readLimit = (perMinute: number) => limit(perMinute, () => false)
