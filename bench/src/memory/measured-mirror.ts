import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  freePort,
  type SpawnedProcess,
  spawnProcess,
  startDht,
  startPostgres,
  startRedis,
  tempDir,
  until,
} from '@hypergit/testing'

/** A part of a mirror that is measured on its own: the programs below `pid` whose names fit. */
export interface Part {
  readonly name: string
  readonly pid: number
  readonly isProgram: (program: string) => boolean
}

export interface MeasuredMirror {
  readonly name: string
  readonly bootstrap: string
  readonly publicUrl: string
  readonly operatorUrl: string
  readonly token: string
  readonly parts: readonly Part[]
  stop(): Promise<void>
}

const checkout = fileURLToPath(new URL('../../..', import.meta.url))
const startMsMax = 60_000

const isPostgres = (program: string): boolean => program.startsWith('postgres')
const isRedis = (program: string): boolean => program.startsWith('redis')

/** What `npm start` runs: everything in one process, with PostgreSQL and, where there is one, Redis below it. */
export const startWhole = async (environment: Readonly<Record<string, string>> = {}): Promise<MeasuredMirror> => {
  const dir = await tempDir('hypergit-bench-mirror-')
  const flags = ['--data', dir.path, '--bootstrap', 'local', '--port', '0', '--operator-port', '0']
  const mirror = await spawnProcess(process.execPath, [join(checkout, 'apps/mirror/dist/main.js'), ...flags], {
    env: environment,
  })
  await mirror.line(/^hypergit mirror ready/, startMsMax)
  const told = JSON.parse(await readFile(join(dir.path, 'mirror.json'), 'utf8')) as Record<string, string>
  const { bootstrap = '', publicUrl = '', operatorUrl = '', setupToken = '' } = told
  const { pid } = mirror
  return {
    name: 'npm start',
    bootstrap,
    publicUrl,
    operatorUrl,
    token: setupToken,
    parts: [
      { name: 'all services', pid, isProgram: (program) => !isPostgres(program) && !isRedis(program) },
      { name: 'PostgreSQL', pid, isProgram: isPostgres },
      { name: 'Redis', pid, isProgram: isRedis },
    ],
    stop: async () => {
      await mirror.stop('SIGTERM', 30_000)
      await dir.remove()
    },
  }
}

/** Each service as the process that its container runs. */
export const startServices = async (): Promise<MeasuredMirror> => {
  const dir = await tempDir('hypergit-bench-services-')
  const redis = await startRedis()
  const postgres = await startPostgres()
  const dht = await startDht()
  const [publicPort, operatorPort, notifierPort] = [await freePort(), await freePort(), await freePort()]
  const token = 'a-token-for-the-owner-of-this-bench-only'
  const publicUrl = `http://127.0.0.1:${publicPort}`
  const shared = {
    REDIS_URL: redis.url,
    DATABASE_URL: await postgres.database(),
    HYPERGIT_BOOTSTRAP: dht.address,
    HYPERGIT_INTERNAL_TOKEN: 'a-token-between-services-of-this-bench',
    HYPERGIT_OPERATOR_TOKEN: token,
    PUBLIC_URL: publicUrl,
    HOST: '127.0.0.1',
  }
  const ports: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    replicator: { HEALTH_PORT: String(await freePort()) },
    validator: { HEALTH_PORT: String(await freePort()) },
    identity: { HEALTH_PORT: String(await freePort()) },
    notifier: { PORT: String(notifierPort) },
    dashboard: {
      PORT: String(publicPort),
      OPERATOR_PORT: String(operatorPort),
      NOTIFIER_URL: `http://127.0.0.1:${notifierPort}`,
    },
  }
  const running = new Map<string, SpawnedProcess>()
  for (const [name, own] of Object.entries(ports)) {
    const service = await spawnProcess(process.execPath, [join(checkout, 'apps', name, 'dist/main.js')], {
      env: { ...shared, ...own, HYPERGIT_DATA: join(dir.path, name) },
    })
    running.set(name, service)
    const url = `http://127.0.0.1:${own['HEALTH_PORT'] ?? own['PORT']}/healthz`
    await Promise.race([
      until(async () => (await fetch(url)).ok, { what: `${name} is healthy`, timeoutMs: startMsMax }),
      service.exited.then(() => Promise.reject(new Error(`${name} ended: ${service.stderr.join('\n')}`))),
    ])
  }
  return {
    name: 'one process a service',
    bootstrap: dht.address,
    publicUrl,
    operatorUrl: `http://127.0.0.1:${operatorPort}/operator`,
    token,
    parts: [...running].map(([name, { pid }]) => ({ name, pid, isProgram: () => true })),
    stop: async () => {
      await Promise.all([...running.values()].map((service) => service.stop('SIGTERM', 30_000)))
      await dht.stop()
      await redis.stop()
      await postgres.stop()
      await dir.remove()
    },
  }
}
