// Runs the export `run(tell, ...words)` of a TypeScript module in this process, which `runSource` of packages/testing has started. What it tells goes
// to the parent; without one it ends.
import { register } from 'node:module'
import { setImmediate } from 'node:timers/promises'

register('./source-hooks.mjs', import.meta.url)
const left = () => process.exit(1)
process.on('disconnect', left)

const tell = async (told) => {
  process.send({ told })
  // Whoever works without ever waiting would not hear that nobody listens any more.
  await setImmediate()
}

const [module, ...words] = process.argv.slice(2)
try {
  const { run } = await import(module)
  await run(tell, ...words)
} catch (error) {
  process.send({ failed: error instanceof Error ? error.stack : String(error) })
}
process.off('disconnect', left)
process.disconnect()
