// npm start: builds what is stale of the mirror, then is the mirror, with the flags and signals that it is given.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { linkPostgresLibraries } from './postgres-links.mjs'
import { build } from './turbo.mjs'
import { root } from './workspaces.mjs'

const main = join(root, 'apps', 'mirror', 'dist', 'main.js')

if (!build('@hypergit/mirror')) process.exit(1)
if (!existsSync(main)) {
  console.error('The mirror has no apps/mirror/src/main.ts, so there is nothing to start.')
  process.exit(1)
}
linkPostgresLibraries()

const together = new URL('./start/stop-with-launcher.mjs', import.meta.url).href
const mirror = spawn(process.execPath, ['--import', together, main, ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
})

// In a terminal Ctrl-C reaches the mirror by itself, since it is in the same process group; here it only must not
// end the launcher first. Elsewhere a signal comes to the launcher alone, which hands it on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => mirror.kill(signal))
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) mirror.kill('SIGINT')
})

mirror.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0))
})
