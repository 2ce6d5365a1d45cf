import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configExitStatus, ConfigError, readReplicatorConfig, type ReplicatorConfig } from '@hypergit/config'
import { openDatabase } from '@hypergit/database'
import { defaultAdmissionLimits } from '@hypergit/log'
import { createLogger, onShutdown, startHealthServer } from '@hypergit/observability'
import { openBackend, openQueues } from '@hypergit/queues'
import { createReplicator } from './create-replicator.js'
import { defaultReplicatorSettings, withUserQuotas } from './settings.js'

/** Nothing is embedded in a service that runs alone: its configuration names the database and the queues. */
const noFolder = tmpdir()

const run = async (config: ReplicatorConfig): Promise<void> => {
  const logger = createLogger({ service: 'replicator', level: config.logLevel })
  const onProblem = (problem: Error) => logger.warn({ err: problem }, 'lost for a moment')
  const { databaseUrl, redisUrl, prefer, chaos } = config.backing
  const database = await openDatabase({ url: databaseUrl, folder: noFolder, onProblem })
  const backend = await openBackend({
    database,
    folder: noFolder,
    onProblem,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(prefer === undefined ? {} : { prefer }),
  })
  const queues = await openQueues({
    service: 'replicator',
    database,
    backend,
    onProblem,
    ...(chaos === undefined ? {} : { chaos }),
  })
  const service = await createReplicator({
    config: {
      ...withUserQuotas(defaultReplicatorSettings, config.userQuotas),
      folder: join(config.data, 'replicator'),
      limits: { ...defaultAdmissionLimits, ...config.quotas },
      dhtPort: config.dhtPort,
      ...(config.bootstrap === undefined ? {} : { bootstrap: config.bootstrap }),
    },
    database,
    queues,
    logger,
  })
  const { readiness, registry } = service
  const health = await startHealthServer({ ...config.health, readiness, registry })
  logger.info({ health: health.url, queues: backend.description.text }, 'replicator ready')
  onShutdown({
    close: async () => {
      await health.close()
      await service.close()
      await queues.close()
      await backend.close()
      await database.close()
    },
    onProblem: (problem) => logger.error({ err: problem }, 'not stopped cleanly'),
  })
}

try {
  await run(readReplicatorConfig(process.env))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof ConfigError ? configExitStatus : 1)
}
