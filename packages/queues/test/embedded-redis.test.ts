import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { requires, spawnProcess, tempDir, until, type TempDir } from '@hypergit/testing'
import { Redis } from 'ioredis'
import { findRedisServer, startEmbeddedRedis, type RedisProgram } from '../src/backend/embedded-redis.js'
import { olderThan } from '../src/backend/redis-requirements.js'

const builtEmbeddedRedis = new URL('../dist/backend/embedded-redis.js', import.meta.url).href

const inside = async <T>(socket: string, work: (client: Redis) => Promise<T>): Promise<T> => {
  const client = new Redis(socket)
  try {
    return await work(client)
  } finally {
    client.disconnect()
  }
}

requires('redis')('the embedded Redis', () => {
  let folder: TempDir
  let program: RedisProgram

  beforeEach(async () => {
    folder = await tempDir()
    const found = await findRedisServer()
    if (found === undefined) throw new Error('no redis-server of 6.2 or newer on the PATH')
    program = found
  })
  afterEach(() => folder.remove())

  test('keeps what it has over a stop, on a socket that is ours alone', async () => {
    const first = await startEmbeddedRedis(folder.path, program)
    await inside(first.socket, (client) => client.set('word', 'kept'))
    expect((await stat(first.socket)).mode & 0o777).toBe(0o700)
    await first.stop()
    const second = await startEmbeddedRedis(folder.path, program)
    expect(await inside(second.socket, (client) => client.get('word'))).toBe('kept')
    expect(await inside(second.socket, (client) => client.config('GET', 'maxmemory-policy'))).toEqual([
      'maxmemory-policy',
      'noeviction',
    ])
    await second.stop()
  })

  test('a server that a killed process left behind is stopped, and its data is there', async () => {
    const orphan = await startEmbeddedRedis(folder.path, program)
    await inside(orphan.socket, (client) => client.set('word', 'kept'))
    const next = await startEmbeddedRedis(folder.path, program)
    expect(await inside(next.socket, (client) => client.get('word'))).toBe('kept')
    await next.stop()
  })

  test('ends with a process that ends without having stopped it', async () => {
    const leaving = `import { findRedisServer, startEmbeddedRedis } from '${builtEmbeddedRedis}'
      await startEmbeddedRedis(process.cwd(), await findRedisServer())
      process.exit(1)`
    const child = await spawnProcess(process.execPath, ['--input-type=module', '-e', leaving], { cwd: folder.path })
    expect([await child.exited, child.stderr]).toEqual([{ code: 1, signal: null }, []])
    await until(
      () =>
        stat(join(folder.path, 'redis.sock')).then(
          () => false,
          () => true,
        ),
      { what: 'its socket is gone' },
    )
  })

  test('a folder with a long name gets a socket with a short one', async () => {
    const deep = join(folder.path, 'd'.repeat(60), 'e'.repeat(60))
    await mkdir(deep, { recursive: true })
    const server = await startEmbeddedRedis(deep, program)
    expect(Buffer.byteLength(server.socket)).toBeLessThanOrEqual(100)
    expect(await inside(server.socket, (client) => client.ping())).toBe('PONG')
    await server.stop()
  })
})

describe('versions', () => {
  test.each([
    ['6.0.16', '6.2.0', true],
    ['6.2.0', '6.2.0', false],
    ['7.0.15', '6.2.0', false],
    ['10.0.0', '6.2.0', false],
  ])('%s is older than %s: %s', (version, than, expected) => {
    expect(olderThan(version, than)).toBe(expected)
  })
})
