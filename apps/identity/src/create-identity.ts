import 'reflect-metadata'
import { createRegistry, type Readiness } from '@hypergit/observability'
import { NestFactory } from '@nestjs/core'
import type { Registry } from 'prom-client'
import { IdentityModule } from './identity.module.js'
import { Identity, type IdentityOptions } from './identity.js'

export interface RunningIdentity {
  readonly registry: Registry
  readonly readiness: Readiness
  /** Finishes the jobs in hand and stops; database and queues stay open for their owner. */
  close(): Promise<void>
}

/** Starts an identity service. Any number of them may share a database and queues. */
export const createIdentity = async (options: IdentityOptions): Promise<RunningIdentity> => {
  const app = await NestFactory.createApplicationContext(IdentityModule.with(options), {
    logger: false,
    abortOnError: false,
  })
  const identity = app.get(Identity)
  return {
    registry: options.registry ?? createRegistry('identity'),
    readiness: identity.readiness(),
    close: () => app.close(),
  }
}
