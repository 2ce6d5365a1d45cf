import { configExitStatus, ConfigError, readMirrorConfig, type MirrorConfig } from '@hypergit/config'
import { createLogger, onShutdown, type Logger } from '@hypergit/observability'
import { createMirror, type RunningMirror } from './create-mirror.js'
import { demoFolderOf } from './demo/demo-folder.js'
import { startDemo, type RunningDemo } from './demo/start-demo.js'

const fail = (error: unknown): never => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof ConfigError ? configExitStatus : 1)
}

interface Running {
  readonly mirror: RunningMirror
  readonly demo: RunningDemo | undefined
}

const start = async (config: MirrorConfig, logger: Logger): Promise<Running> => {
  const mirror = await createMirror(config, logger)
  const demo = config.demo ? startDemo(mirror, demoFolderOf(config.data), logger.child({ service: 'demo' })) : undefined
  return { mirror, demo }
}

const run = async (config: MirrorConfig): Promise<void> => {
  const logger = createLogger({ service: 'mirror', level: config.logLevel })
  const starting = start(config, logger)
  // A signal during the start is obeyed as soon as what was begun can be closed.
  const lifecycle = onShutdown({
    close: async () => {
      const { mirror, demo } = await starting
      await demo?.close()
      await mirror.close()
    },
    onProblem: (problem) => logger.error({ err: problem }, 'not stopped cleanly'),
  })
  const { mirror, demo } = await starting
  try {
    if ((await demo?.shown) === false) return
  } catch (error) {
    await lifecycle.stop()
    throw error
  }
  process.stdout.write(`hypergit mirror ready ${mirror.publicUrl}\n`)
}

try {
  const command = readMirrorConfig(process.argv.slice(2), process.env)
  if (command.kind === 'help') process.stdout.write(`${command.text}\n`)
  else await run(command.config)
} catch (error) {
  fail(error)
}
