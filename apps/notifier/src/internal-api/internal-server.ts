import type { AddressInfo } from 'node:net'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { NotifierParts } from '../notifier-parts.js'
import { NotifierModule } from '../notifier.module.js'

export interface InternalServer {
  readonly url: string
  close(): Promise<void>
}

export interface ListenAddress {
  readonly host: string
  /** 0 picks one. */
  readonly port: number
}

const requestBytesMax = '64kb'
const requestMs = 10_000

/** Listens for the dashboard. It belongs on loopback or on a network of the mirror's own. */
export async function startInternalServer(
  parts: NotifierParts,
  { host, port }: ListenAddress,
): Promise<InternalServer> {
  const app = await NestFactory.create<NestExpressApplication>(NotifierModule.with(parts), {
    logger: false,
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  })
  app.useBodyParser('json', { limit: requestBytesMax })
  app.useBodyParser('urlencoded', { limit: requestBytesMax, extended: false })
  app.disable('x-powered-by')
  const server = app.getHttpServer()
  server.requestTimeout = requestMs
  await app.listen(port, host)
  return { url: originOf(server.address() as AddressInfo), close: () => app.close() }
}

function originOf({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`
}
