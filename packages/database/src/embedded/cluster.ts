import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DatabaseError } from '../database-error.js'
import type { Programs } from './programs.js'
import type { ServerUser } from './server-user.js'

const run = promisify(execFile)

/** The version of the embedded programs; a data folder belongs to one major version. */
const majorVersion = '18'

export const superuser = 'hypergit'

export interface Cluster {
  readonly dataFolder: string
  readonly password: string
}

const readOrMakePassword = async (file: string): Promise<string> => {
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known.trim() !== '') return known.trim()
  const password = randomBytes(24).toString('hex')
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  return password
}

const giveTo = async (path: string, user: ServerUser): Promise<void> => {
  if (user.owner !== undefined) await chown(path, user.owner.uid, user.owner.gid)
}

/** Made beside and moved into place when complete, so that a kill in between leaves nothing half-made. */
const initialise = async (
  folder: string,
  dataFolder: string,
  password: string,
  programs: Programs,
  user: ServerUser,
): Promise<void> => {
  const fresh = join(folder, 'data.new')
  const passwordFile = join(folder, 'password.initdb')
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  await giveTo(fresh, user)
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await giveTo(passwordFile, user)
  const { program, args, ...as } = user.command(programs.initdb, [
    `--pgdata=${fresh}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ])
  try {
    await run(program, [...args], { ...as, cwd: '/', env: { ...process.env, LC_ALL: 'C' } })
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() ?? (error as Error).message
    throw new DatabaseError('embedded-unavailable', `initdb failed: ${said}`, error)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(fresh, dataFolder)
}

/** Ours alone; when the server runs as another user than ours, that user passes through. */
export const prepareFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
}

/** The data folder and the password of the embedded server, made at the first start. */
export const prepareCluster = async (folder: string, programs: Programs, user: ServerUser): Promise<Cluster> => {
  const dataFolder = join(folder, 'data')
  const password = await readOrMakePassword(join(folder, 'password'))
  const version = await readFile(join(dataFolder, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version === undefined) await initialise(folder, dataFolder, password, programs, user)
  else if (version.trim() !== majorVersion) {
    throw new DatabaseError(
      'embedded-unavailable',
      `${dataFolder} was written by PostgreSQL ${version.trim()}, and the embedded one is ${majorVersion}. Move it aside (it is rebuilt from the logs, except subscriptions and the operator's settings), or set DATABASE_URL.`,
    )
  }
  return { dataFolder, password }
}
