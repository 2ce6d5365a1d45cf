import { GenericContainer } from 'testcontainers'
import { freePort } from './free-port.js'
import type { RedisOptions, RedisServer } from './redis-server.js'

/** The image that docker-compose.yml names. */
const image = 'redis:8-alpine'

/** A Redis in a container, on a host port that stays its own over kill and start. */
export const startRedisContainer = async (options: RedisOptions): Promise<RedisServer> => {
  const port = await freePort()
  const container = await new GenericContainer(image)
    .withCommand([
      'redis-server',
      '--save',
      '',
      '--appendonly',
      'yes',
      '--maxmemory-policy',
      'noeviction',
      ...(options.settings ?? []),
    ])
    .withExposedPorts({ container: 6379, host: port })
    .start()
  return {
    url: `redis://${container.getHost()}:${port}`,
    kill: async () => {
      await container.stop({ remove: false, timeout: 0 })
    },
    start: () => container.restart(),
    stop: async () => {
      await container.stop()
    },
  }
}
