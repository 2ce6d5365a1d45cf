import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { QueueError } from '../queue-error.js'
import { olderThan, redisVersionMin } from './redis-requirements.js'

const run = promisify(execFile)

/** Sockets have short names on every system: 104 bytes on macOS, 108 on Linux. */
const socketPathBytesMax = 100
const startTimeoutMs = 30_000
const stopTimeoutMs = 8_000

export interface RedisProgram {
  readonly path: string
  readonly version: string
}

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The redis-server on the PATH, if it is new enough. */
export const findRedisServer = async (path = process.env['PATH'] ?? ''): Promise<RedisProgram | undefined> => {
  const found = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'redis-server'))
    .find(executable)
  if (found === undefined) return undefined
  try {
    const { stdout } = await run(found, ['--version'])
    const version = /v=(\d+\.\d+\.\d+)/.exec(stdout)?.[1]
    return version === undefined || olderThan(version, redisVersionMin) ? undefined : { path: found, version }
  } catch {
    return undefined
  }
}

/** In the folder, or, when that path is too long for a socket, in one of its own in the system's temporary folder. */
const socketPath = async (folder: string): Promise<string> => {
  const inside = join(folder, 'redis.sock')
  if (Buffer.byteLength(inside) <= socketPathBytesMax) return inside
  const short = join(tmpdir(), `hypergit-redis-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
  await mkdir(short, { recursive: true, mode: 0o700 })
  // Fails when another user made it first: then it is not ours to put a socket into.
  await chmod(short, 0o700)
  return join(short, 'redis.sock')
}

/** A server that a killed process left behind still listens on the private socket: it is told to stop, and writes all it has. */
const stopOrphan = async (socket: string): Promise<void> => {
  const client = new Redis(socket, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.shutdown()
  } catch {
    // Nobody listens, or it has hung up, as it does when it stops.
  } finally {
    client.disconnect()
  }
}

export interface EmbeddedRedis {
  readonly socket: string
  readonly version: string
  stop(): Promise<void>
}

const untilReady = (child: ChildProcess): Promise<void> =>
  new Promise((ready, fail) => {
    const recent: string[] = []
    const failWith = (what: string): void =>
      fail(new QueueError('unavailable', `The redis-server does not start: ${what} ${recent.join(' ')}`))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      failWith(`not ready after ${startTimeoutMs} ms.`)
    }, startTimeoutMs)
    child.on('error', (error) => failWith(error.message))
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      failWith(`it ended with ${code ?? signal}.`)
    })
    if (child.stdout === null) return failWith('it has no output.')
    createInterface({ input: child.stdout }).on('line', (line) => {
      recent.push(line)
      if (recent.length > 20) recent.shift()
      if (!line.toLowerCase().includes('ready to accept connections')) return
      clearTimeout(timer)
      ready()
    })
  })

/** A process that ends without having stopped it leaves none behind; a kill does, which the next start finds. */
const endWithProcess = (child: ChildProcess): void => {
  const end = (): void => {
    child.kill('SIGTERM')
  }
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
}

/** A Redis of this process alone: a private socket, an append-only file in `folder`, nothing evicted. Throws a QueueError `unavailable`. */
export const startEmbeddedRedis = async (given: string, program: RedisProgram): Promise<EmbeddedRedis> => {
  const folder = resolve(given)
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
  const socket = await socketPath(folder)
  await stopOrphan(socket)
  // A group of its own, so that Ctrl-C in a terminal does not stop it before the workers have finished.
  const child = spawn(
    program.path,
    [
      '--port',
      '0',
      '--unixsocket',
      socket,
      '--unixsocketperm',
      '700',
      '--dir',
      folder,
      '--daemonize',
      'no',
      '--save',
      '',
      '--appendonly',
      'yes',
      '--appendfsync',
      'everysec',
      '--maxmemory-policy',
      'noeviction',
    ],
    { stdio: ['ignore', 'pipe', 'ignore'], detached: true },
  )
  const exited = new Promise<void>((done) => child.on('exit', () => done()))
  endWithProcess(child)
  await untilReady(child)
  return {
    socket,
    version: program.version,
    stop: async () => {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
      await exited
      clearTimeout(timer)
    },
  }
}
