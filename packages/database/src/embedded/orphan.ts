import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { DatabaseError } from '../database-error.js'

const stopTimeoutMs = 10_000
const pollMs = 50

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process that we may not signal is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A server's working directory is its data folder. Undefined where /proc does not tell. */
const worksIn = async (pid: number): Promise<string | undefined> => {
  try {
    return await readlink(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Whether the server on that port knows our password and keeps its data in that folder. */
const answersFor = async (url: string, port: number, dataFolder: string): Promise<boolean> => {
  const at = new URL(url)
  at.port = String(port)
  const client = new Client({ connectionString: at.href, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return (await realpath(rows[0]?.data_directory ?? '')) === dataFolder
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Waits until the process is gone. */
export const gone = async (pid: number, timeoutMs: number): Promise<boolean> => {
  for (const until = Date.now() + timeoutMs; Date.now() < until;) {
    if (!alive(pid)) return true
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  return !alive(pid)
}

/**
 * Stops the server that a killed process left behind on this data folder, after checking that the process in its pid file is that server. A
 * pid file whose process is gone, or is another one by now, is removed: the server itself would refuse to start beside it.
 */
export const stopOrphan = async (dataFolder: string, url: string): Promise<void> => {
  const pidFile = join(dataFolder, 'postmaster.pid')
  const written = await readFile(pidFile, 'utf8').catch(() => undefined)
  if (written === undefined) return
  const lines = written.split('\n')
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 1 || !alive(pid)) return rm(pidFile, { force: true })
  const folder = await realpath(dataFolder)
  const cwd = await worksIn(pid)
  const ours = cwd === undefined ? await answersFor(url, Number(lines[3]), folder) : cwd === folder
  if (!ours) return rm(pidFile, { force: true })
  // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written.
  process.kill(pid, 'SIGINT')
  if (!(await gone(pid, stopTimeoutMs))) {
    throw new DatabaseError(
      'embedded-unavailable',
      `A PostgreSQL of an earlier run (process ${pid}) still uses ${dataFolder} and does not stop.`,
    )
  }
}
