import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import type { Readiness } from './readiness.js'

export interface HealthServerOptions {
  readonly host: string
  /** 0 picks one. */
  readonly port: number
  readonly readiness: Readiness
  readonly registry: Registry
}

export interface HealthServer {
  readonly url: string
  close(): Promise<void>
}

const requestTimeoutMs = 5_000
const connectionsMax = 64

const send = (response: ServerResponse, status: number, contentType: string, body: string): void => {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' })
  response.end(body)
}

const json = (response: ServerResponse, status: number, body: object): void =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body))

const answer = async (
  path: string,
  response: ServerResponse,
  { readiness, registry }: HealthServerOptions,
): Promise<void> => {
  switch (path) {
    case '/healthz':
      return json(response, 200, { alive: true })
    case '/readyz': {
      const state = await readiness.answer()
      return json(response, state.ready ? 200 : 503, state)
    }
    case '/metrics':
      return send(response, 200, registry.contentType, await registry.metrics())
    default:
      return json(response, 404, {
        error: { code: 'not-found', message: 'There are /healthz, /readyz and /metrics here.' },
      })
  }
}

/** What a service without pages serves: `/healthz`, `/readyz` (503 and names what is not ready) and `/metrics`. Rejects when the port is taken. */
export const startHealthServer = async (options: HealthServerOptions): Promise<HealthServer> => {
  const server = createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs },
    (request, response) => {
      const [path = '/'] = (request.url ?? '/').split('?')
      answer(path, response, options).catch((error: unknown) => {
        if (response.headersSent) response.destroy()
        else json(response, 500, { error: { code: 'failed', message: error instanceof Error ? error.name : 'Error' } })
      })
    },
  )
  server.maxConnections = connectionsMax
  server.listen(options.port, options.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `http://${host}:${port}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
