import { tmpdir } from 'node:os'
import { configExitStatus, ConfigError, readDashboardConfig, type DashboardConfig } from '@hypergit/config'
import { openDatabase } from '@hypergit/database'
import { createLogger, createRegistry, onShutdown } from '@hypergit/observability'
import { openBackend, openQueues } from '@hypergit/queues'
import { createDashboard } from './create-dashboard.js'
import { settingsFrom } from './settings-from.js'

/** Nothing is embedded in a service that runs alone: its configuration names the database and the queues. */
const noFolder = tmpdir()

const run = async (config: DashboardConfig): Promise<void> => {
  const log = createLogger({ service: 'dashboard', level: config.logLevel })
  const onProblem = (problem: Error) => log.warn({ err: problem }, 'lost for a moment')
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
    service: 'dashboard',
    database,
    backend,
    onProblem,
    ...(chaos === undefined ? {} : { chaos }),
  })
  const dashboard = await createDashboard({
    settings: settingsFrom(config),
    database,
    queues,
    log,
    registry: createRegistry('dashboard'),
  })
  log.info(
    { pages: dashboard.publicUrl, operator: dashboard.operatorUrl, queues: backend.description.text },
    'dashboard ready',
  )
  onShutdown({
    close: async () => {
      await dashboard.close()
      await queues.close()
      await backend.close()
      await database.close()
    },
    onProblem: (problem) => log.error({ err: problem }, 'not stopped cleanly'),
  })
}

try {
  await run(readDashboardConfig(process.env))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof ConfigError ? configExitStatus : 1)
}
