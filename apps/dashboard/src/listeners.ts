import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DynamicModule } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { RequestHandler } from 'express'
import { ErrorFilter } from './http/error-filter.js'
import { boundConnections, harden } from './http/harden.js'
import { measure } from './http/measure.js'
import { postLimit, readLimit } from './http/rate-limits.js'
import type { OperatorSessions } from './operator/operator-session.js'
import { requireSession, requireToken } from './operator/require-operator.js'
import { OperatorModule } from './operator.module.js'
import type { DashboardParts } from './parts.js'
import { PublicModule } from './public.module.js'
import { errorPage } from './web/message-page.js'
import { siteOf } from './web/site-of.js'

/** One address that the dashboard answers at. */
export interface Listener {
  readonly port: number
  /** Stops taking connections, ends open ones, and resolves when they are gone. */
  close(): Promise<void>
}

const publicConnectionsMax = 10_000
const operatorConnectionsMax = 200
const publicPostsPerMinute = 30
/** Each may have a replicator work, or megabytes sent. */
const publicEvidencePerMinute = 30
const operatorPostsPerMinute = 120

interface ListenerOptions {
  readonly name: 'public' | 'operator'
  readonly module: DynamicModule
  readonly host: string
  readonly port: number
  readonly connectionsMax: number
  readonly before: readonly (readonly [path: string, handler: RequestHandler])[]
}

const listen = async (parts: DashboardParts, options: ListenerOptions): Promise<Listener> => {
  const app = await NestFactory.create<NestExpressApplication>(options.module, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  })
  app.use(measure(parts.metrics, options.name))
  harden(app, parts.settings.trustProxy)
  for (const [path, handler] of options.before) app.use(path, handler)
  app.useGlobalFilters(
    new ErrorFilter({
      page: (status, message) => errorPage(siteOf(parts.settings), status, message, options.name === 'operator'),
      onUnexpected: (error, path) => parts.log.error({ err: error, path }, 'a request failed'),
    }),
  )
  const server: Server = app.getHttpServer()
  boundConnections(server, options.connectionsMax)
  await app.listen(options.port, options.host)
  const { port } = server.address() as AddressInfo
  return {
    port,
    close: async () => {
      const closed = app.close()
      server.closeAllConnections()
      await closed
    },
  }
}

export const listenPublic = (parts: DashboardParts): Promise<Listener> =>
  listen(parts, {
    name: 'public',
    module: PublicModule.with(parts),
    host: parts.settings.host,
    port: parts.settings.port,
    connectionsMax: publicConnectionsMax,
    before: [
      ['/', postLimit(publicPostsPerMinute)],
      ['/api/repositories/:id/ops/:op/evidence', readLimit(publicEvidencePerMinute)],
    ],
  })

/** Signing in is the one thing that the operator's pages do without a session. */
const unlessSigningIn: RequestHandler = (request, response, next) => {
  if (request.path === '/sign-in') next()
  else requireSession(request, response, next)
}

export const listenOperator = (parts: DashboardParts, sessions: OperatorSessions): Promise<Listener> =>
  listen(parts, {
    name: 'operator',
    module: OperatorModule.with(parts),
    host: parts.settings.operatorHost,
    port: parts.settings.operatorPort,
    connectionsMax: operatorConnectionsMax,
    before: [
      ['/operator', postLimit(operatorPostsPerMinute)],
      ['/api/operator', requireToken(parts.settings.operatorTokens)],
      ['/operator', sessions.middleware],
      ['/operator', unlessSigningIn],
    ],
  })
