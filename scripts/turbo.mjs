import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './workspaces.mjs'

/** Builds what is stale, and what it depends on: of one workspace, or of all. */
export function build(workspace) {
  return run('build', ...(workspace === undefined ? [] : [`--filter=${workspace}`]))
}

/** Checks the types of source and tests. */
export function typecheck() {
  return run('typecheck', '--continue')
}

/** Says nothing unless it fails, and returns whether it succeeded. */
function run(task, ...more) {
  const flags = ['run', task, ...more, '--output-logs=errors-only', '--ui=stream']
  const { status, stdout, stderr, error } = spawnSync(join(root, 'node_modules', '.bin', 'turbo'), flags, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  })
  if (status === 0) return true
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`)
  if (error !== undefined)
    process.stderr.write(`turbo did not run: ${error.message}\nIs everything installed? npm install\n`)
  return false
}
