import { CommanderError } from 'commander'
import { exitStatus } from './failures.js'
import { createProgram } from './program.js'

/** Commander's own complaints about the command line; help and version are none. */
const usedWrongly = (error: CommanderError, json: boolean): number => {
  if (error.exitCode === 0) return exitStatus.done
  const message = error.message.replace(/^error: /, '')
  if (json && error.code !== 'commander.help')
    process.stdout.write(`${JSON.stringify({ error: { code: 'usage', message } })}\n`)
  return exitStatus.usedWrongly
}

// Whoever reads may have enough before the end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

try {
  await createProgram().parseAsync(process.argv)
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = usedWrongly(error, process.argv.includes('--json'))
}
// Addons may keep a handle open after everything is closed; what was printed is out before the process ends.
process.stdout.write('', () => process.exit())
