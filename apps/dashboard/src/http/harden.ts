import type { Server } from 'node:http'
import type { NestExpressApplication } from '@nestjs/platform-express'
import helmet from 'helmet'

/** Bytes of a request's body; the largest thing that anybody posts is a report. */
export const bodyBytesMax = 32 * 1024

export type TrustProxy = false | number | string

/**
 * What both listeners have in common: a strict policy for what pages may load (nothing but their own), bounds for bodies, and whose
 * `X-Forwarded-*` counts.
 */
export const harden = (app: NestExpressApplication, trustProxy: TrustProxy): void => {
  app.set('trust proxy', trustProxy)
  app.set('query parser', 'simple')
  app.disable('x-powered-by')
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      // Whether a mirror is reached by TLS is its proxy's matter.
      strictTransportSecurity: false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
    }),
  )
  app.useBodyParser('json', { limit: bodyBytesMax })
  app.useBodyParser('urlencoded', { limit: bodyBytesMax, extended: false })
}

/** Bounds against slow and many connections. An answer, such as a stream of events, may take any time. */
export const boundConnections = (server: Server, connectionsMax: number): void => {
  server.headersTimeout = 15_000
  server.requestTimeout = 30_000
  server.keepAliveTimeout = 5_000
  server.maxConnections = connectionsMax
}
