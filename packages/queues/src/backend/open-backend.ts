import { join } from 'node:path'
import type { Database } from '@hypergit/database'
import { QueueError } from '../queue-error.js'
import type { Backend } from './backend.js'
import { findRedisServer, startEmbeddedRedis, type RedisProgram } from './embedded-redis.js'
import { openPostgresBackend } from './postgres-backend.js'
import { openRedisBackend } from './redis-backend.js'

export interface BackendConfig {
  readonly database: Database
  /** A Redis with an append-only file and without eviction. */
  readonly redisUrl?: string
  /** Where an embedded Redis keeps its files. */
  readonly folder: string
  /** HYPERGIT_QUEUES; absent: Redis where there is one. */
  readonly prefer?: 'redis' | 'postgres'
  /** Lost connections, which come back by themselves. */
  readonly onProblem?: (problem: Error) => void
}

const openEmbedded = async (
  folder: string,
  program: RedisProgram,
  onProblem: (problem: Error) => void,
): Promise<Backend> => {
  const server = await startEmbeddedRedis(join(folder, 'redis'), program)
  try {
    return await openRedisBackend({
      at: server.socket,
      onProblem,
      onClose: () => server.stop(),
      label: `embedded Redis ${server.version}`,
    })
  } catch (error) {
    await server.stop()
    throw error
  }
}

/**
 * The queues' back end: the Redis at `redisUrl`; without one, a redis-server from the PATH that runs for this process alone; without that,
 * the database. Shared by the services of one process. Throws a QueueError.
 */
export const openBackend = async (config: BackendConfig): Promise<Backend> => {
  const onProblem = config.onProblem ?? (() => undefined)
  if (config.prefer === 'postgres') return openPostgresBackend(config.database, onProblem)
  if (config.redisUrl !== undefined) return openRedisBackend({ at: config.redisUrl, onProblem })
  const program = await findRedisServer()
  if (program !== undefined) return openEmbedded(config.folder, program, onProblem)
  if (config.prefer === 'redis') {
    throw new QueueError(
      'no-redis',
      'HYPERGIT_QUEUES is redis, but REDIS_URL is not set and no redis-server of 6.2 or newer is on the PATH.',
    )
  }
  return openPostgresBackend(config.database, onProblem)
}
