import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configExitStatus, ConfigError, readValidatorConfig, type ValidatorConfig } from '@hypergit/config'
import { openDatabase } from '@hypergit/database'
import { createLogger, onShutdown, startHealthServer } from '@hypergit/observability'
import { openBackend, openQueues } from '@hypergit/queues'
import { createValidator } from './create-validator.js'
import { defaultValidatorSettings } from './settings.js'

/** Nothing is embedded in a service that runs alone: its configuration names the database and the queues. */
const noFolder = tmpdir()

const run = async (config: ValidatorConfig): Promise<void> => {
  const logger = createLogger({ service: 'validator', level: config.logLevel })
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
    service: 'validator',
    database,
    backend,
    onProblem,
    ...(chaos === undefined ? {} : { chaos }),
  })
  const service = await createValidator({
    config: { ...defaultValidatorSettings, folder: join(config.data, 'validator') },
    database,
    queues,
    logger,
  })
  const { readiness, registry } = service
  const health = await startHealthServer({ ...config.health, readiness, registry })
  logger.info({ health: health.url, queues: backend.description.text }, 'validator ready')
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
  await run(readValidatorConfig(process.env))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof ConfigError ? configExitStatus : 1)
}
