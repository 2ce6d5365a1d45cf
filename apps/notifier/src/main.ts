import { tmpdir } from 'node:os'
import { configExitStatus, ConfigError, readNotifierConfig, type NotifierConfig } from '@hypergit/config'
import { openDatabase } from '@hypergit/database'
import { createLogger, onShutdown } from '@hypergit/observability'
import { openBackend, openQueues } from '@hypergit/queues'
import { createNotifier } from './create-notifier.js'
import { settingsFrom } from './settings-from.js'

/** Nothing is embedded in a service that runs alone: its configuration names the database and the queues. */
const noFolder = tmpdir()

const run = async (config: NotifierConfig): Promise<void> => {
  const logger = createLogger({ service: 'notifier', level: config.logLevel })
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
    service: 'notifier',
    database,
    backend,
    onProblem,
    ...(chaos === undefined ? {} : { chaos }),
  })
  const settings = settingsFrom(config, () => config.publicUrl)
  const notifier = await createNotifier({ config: settings, database, queues, logger })
  logger.info({ internal: notifier.internalUrl, queues: queues.describe().text }, 'notifier ready')
  onShutdown({
    close: async () => {
      await notifier.close()
      await queues.close()
      await backend.close()
      await database.close()
    },
    onProblem: (problem) => logger.error({ err: problem }, 'not stopped cleanly'),
  })
}

try {
  await run(readNotifierConfig(process.env))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof ConfigError ? configExitStatus : 1)
}
