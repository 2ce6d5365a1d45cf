import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseError } from '../database-error.js'
import { prepareCluster, prepareFolder, superuser, type Cluster } from './cluster.js'
import { gone, stopOrphan } from './orphan.js'
import { findPrograms, type Programs } from './programs.js'
import { chooseServerUser, type ServerUser } from './server-user.js'

export interface EmbeddedServerOptions {
  readonly folder: string
  readonly onProblem?: (problem: Error) => void
  /** false gives up durability for speed: for tests that throw the data away. */
  readonly durable?: boolean
}

export interface EmbeddedServer {
  readonly url: string
  readonly pid: number
  /** Ends the sessions, writes everything, and resolves when the process is gone. */
  stop(): Promise<void>
}

const startTimeoutMs = 60_000
const stopTimeoutMs = 8_000
/** Between finding a free port and listening on it, somebody else may take it. */
const portAttemptsMax = 5
/** What the server wrote last, for the message when it does not start. */
const recentLinesMax = 20
const ready = 'database system is ready to accept connections'

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const urlOf = (cluster: Cluster, port: number): string =>
  `postgres://${superuser}:${cluster.password}@127.0.0.1:${port}/postgres`

/** Small and quiet: a mirror's tables are small, and its services hold a few connections each. */
const settings = (port: number, durable: boolean): readonly string[] => {
  const values = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '32MB',
    max_wal_size: '256MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

interface Started {
  readonly child: ChildProcess
  readonly pid: number
}

/** Resolves when the server is ready, with what it wrote last when it ends before. */
const launch = async (
  programs: Programs,
  user: ServerUser,
  cluster: Cluster,
  port: number,
  options: EmbeddedServerOptions,
): Promise<Started | { readonly failure: string }> => {
  const { program, args, ...as } = user.command(programs.postgres, [
    '-D',
    cluster.dataFolder,
    ...settings(port, options.durable !== false),
  ])
  // A group of its own: Ctrl-C in a terminal stops the mirror, which then stops its database.
  const child = spawn(program, [...args], {
    ...as,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
    detached: true,
  })
  const recent: string[] = []
  let timer: NodeJS.Timeout | undefined
  const outcome = await new Promise<Started | { readonly failure: string }>((settle) => {
    timer = setTimeout(() => {
      child.kill('SIGQUIT')
      settle({ failure: `not ready after ${startTimeoutMs} ms: ${recent.join(' ')}` })
    }, startTimeoutMs)
    child.on('error', (error) => settle({ failure: error.message }))
    child.on('exit', (code, signal) => settle({ failure: `ended with ${code ?? signal}: ${recent.join(' ')}` }))
    createInterface({ input: child.stderr }).on('line', (line) => {
      recent.push(line)
      if (recent.length > recentLinesMax) recent.shift()
      if (line.includes(ready) && child.pid !== undefined) settle({ child, pid: child.pid })
      if (/\b(PANIC|FATAL):/.test(line)) options.onProblem?.(new Error(`PostgreSQL: ${line}`))
    })
  })
  clearTimeout(timer)
  return outcome
}

/** A process that ends without having stopped it leaves none behind; a kill does, which the next start finds. */
const endWithProcess = (child: ChildProcess): void => {
  const end = (): void => {
    child.kill('SIGINT')
  }
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
}

/** Starts the server on its folder, on a free loopback port. Throws a DatabaseError `embedded-unavailable`. */
export const startEmbeddedServer = async (options: EmbeddedServerOptions): Promise<EmbeddedServer> => {
  const folder = resolve(options.folder)
  const programs = await findPrograms()
  await prepareFolder(folder)
  const user = await chooseServerUser([programs.postgres, `${folder}/data`])
  const cluster = await prepareCluster(folder, programs, user)
  await stopOrphan(cluster.dataFolder, urlOf(cluster, 0))

  let failure = ''
  for (let attempt = 0; attempt < portAttemptsMax; attempt += 1) {
    const port = await freePort()
    const started = await launch(programs, user, cluster, port, options)
    if ('child' in started) {
      endWithProcess(started.child)
      return running(started, urlOf(cluster, port))
    }
    failure = started.failure
    if (!failure.includes('could not bind')) break
  }
  throw new DatabaseError('embedded-unavailable', `The embedded PostgreSQL did not start: ${failure}`)
}

const running = ({ child, pid }: Started, url: string): EmbeddedServer => {
  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    child.kill('SIGINT')
    if (!(await gone(pid, stopTimeoutMs))) {
      child.kill('SIGQUIT')
      await gone(pid, stopTimeoutMs)
    }
  }
  return {
    url,
    pid,
    stop: () => (stopping ??= child.exitCode === null && child.signalCode === null ? stop() : Promise.resolve()),
  }
}
