import 'reflect-metadata'
import { createRegistry, type Readiness } from '@hypergit/observability'
import { NestFactory } from '@nestjs/core'
import type { Registry } from 'prom-client'
import { ReplicatorModule } from './replicator.module.js'
import { replicatorMetrics } from './replicator-metrics.js'
import { Replicator, type ReplicatorOptions } from './replicator.js'

export interface RunningReplicator {
  /** `HOST:PORT` that peers on this machine can use, when the bootstrap is local or was given. */
  readonly bootstrap: string | undefined
  readonly registry: Registry
  readonly readiness: Readiness
  /** Leaves the swarm and stops; database and queues stay open for their owner. */
  close(): Promise<void>
}

/** Starts a replicator. Any number of them may share a database and queues, each with a folder of its own. */
export const createReplicator = async (options: ReplicatorOptions): Promise<RunningReplicator> => {
  const app = await NestFactory.createApplicationContext(ReplicatorModule.with(options), {
    logger: false,
    abortOnError: false,
  })
  const replicator = app.get(Replicator)
  const registry = options.registry ?? createRegistry('replicator')
  replicatorMetrics(registry, replicator)
  const { bootstrap } = replicator
  return { bootstrap, registry, readiness: replicator.readiness(), close: () => app.close() }
}
