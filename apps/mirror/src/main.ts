import { configExitStatus, ConfigError, readMirrorConfig, type MirrorConfig } from '@hypergit/config'
import { createLogger, onShutdown } from '@hypergit/observability'
import { createMirror } from './create-mirror.js'

const fail = (error: unknown): never => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof ConfigError ? configExitStatus : 1)
}

const run = async (config: MirrorConfig): Promise<void> => {
  const logger = createLogger({ service: 'mirror', level: config.logLevel })
  const starting = createMirror(config, logger)
  // A signal during the start is obeyed as soon as what was begun can be closed.
  onShutdown({
    close: async () => (await starting).close(),
    onProblem: (problem) => logger.error({ err: problem }, 'not stopped cleanly'),
  })
  const mirror = await starting
  process.stdout.write(`hypergit mirror ready ${mirror.publicUrl}\n`)
}

try {
  const command = readMirrorConfig(process.argv.slice(2), process.env)
  if (command.kind === 'help') process.stdout.write(`${command.text}\n`)
  else await run(command.config)
} catch (error) {
  fail(error)
}
