import { join } from 'node:path'
import type { MirrorConfig } from '@hypergit/config'
import { openDatabase, type Database } from '@hypergit/database'
import { openBackend, openQueues, type Backend, type Queues, type ServiceName } from '@hypergit/queues'
import type { ClosingStack } from './closing-stack.js'

/** The database and the queues that the services of one process share. */
export interface Backing {
  readonly database: Database
  readonly backend: Backend
  readonly queues: <Service extends ServiceName>(service: Service) => Promise<Queues<Service>>
}

/** Opens what the configuration names, or what can be embedded. Throws a DatabaseError or a QueueError. */
export const openBacking = async (
  config: Pick<MirrorConfig, 'data' | 'backing'>,
  closing: ClosingStack,
  onProblem: (problem: Error) => void,
): Promise<Backing> => {
  const { databaseUrl, redisUrl, prefer, chaos } = config.backing
  const database = await openDatabase({
    folder: join(config.data, 'postgres'),
    onProblem,
    ...(databaseUrl === undefined ? {} : { url: databaseUrl }),
  })
  closing.add(() => database.close())
  const backend = await openBackend({
    database,
    folder: config.data,
    onProblem,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(prefer === undefined ? {} : { prefer }),
  })
  closing.add(() => backend.close())
  return {
    database,
    backend,
    queues: async (service) => {
      const queues = await openQueues({
        service,
        database,
        backend,
        onProblem,
        ...(chaos === undefined ? {} : { chaos }),
      })
      closing.add(() => queues.close())
      return queues
    },
  }
}
