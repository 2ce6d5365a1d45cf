import { freePort } from './free-port.js'
import { onPath } from './needs.js'
import { spawnProcess, type SpawnedProcess } from './spawn-process.js'
import { tempDir } from './temp-dir.js'

export interface RedisOptions {
  /** More settings, as on the command line: `['--appendonly', 'no']`. By default it keeps an append-only file and never evicts. */
  readonly settings?: readonly string[]
}

export interface RedisServer {
  readonly url: string
  /** kill -9: what was not written is lost. */
  kill(): Promise<void>
  /** Starts it again after `kill`, on the same port and files. */
  start(): Promise<void>
  /** Stops it and removes its files. */
  stop(): Promise<void>
}

/** A real Redis: the redis-server on the PATH, else a container. */
export const startRedis = async (options: RedisOptions = {}): Promise<RedisServer> => {
  const program = onPath('redis-server')
  if (program === null) {
    const { startRedisContainer } = await import('./redis-container.js')
    return startRedisContainer(options)
  }
  const folder = await tempDir('hypergit-redis-')
  const port = await freePort()
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder.path,
    '--save',
    '',
    '--appendonly',
    'yes',
    '--maxmemory-policy',
    'noeviction',
    ...(options.settings ?? []),
  ]
  let server: SpawnedProcess | undefined
  const start = async (): Promise<void> => {
    server = await spawnProcess(program, args)
    await server.line(/Ready to accept connections/)
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill: async () => {
      await server?.kill()
    },
    stop: async () => {
      await server?.stop()
      await folder.remove()
    },
  }
}
