import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, spawnProcess, until, type SpawnedProcess } from '@hypergit/testing'
import { checkout, type ComposedService, composedServices } from './compose-file.js'

/** Where the servers are that compose would start from images. */
export interface Backing {
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly smtpUrl: string
}

const portNames = ['PORT', 'OPERATOR_PORT', 'HEALTH_PORT'] as const

/** The services of docker-compose.yml as processes of this machine: the names of its network are ports on loopback. */
export class ComposeWorld {
  readonly #running = new Map<string, SpawnedProcess>()
  readonly #ports = new Map<string, string>()
  readonly #services: ReadonlyMap<string, ComposedService>

  private constructor(
    private readonly folder: string,
    private readonly backing: Backing,
    variables: Readonly<Record<string, string>>,
    ports: ReadonlyMap<string, string>,
  ) {
    this.#services = new Map(
      composedServices({
        ...variables,
        PUBLIC_URL: `http://localhost:${ports.get('8080')}`,
        SMTP_URL: 'smtp://mailpit:1025',
      }).map((service) => [service.name, service]),
    )
    for (const [written, port] of ports) this.#ports.set(written, port)
  }

  static async open(
    folder: string,
    backing: Backing,
    variables: Readonly<Record<string, string>>,
  ): Promise<ComposeWorld> {
    const ports = new Map<string, string>()
    for (const written of ['8080', '8081', '8082']) ports.set(written, String(await freePort()))
    return new ComposeWorld(folder, backing, variables, ports)
  }

  get names(): readonly string[] {
    return [...this.#services.keys()]
  }

  get publicUrl(): string {
    return `http://localhost:${this.#ports.get('8080')}`
  }

  get operatorUrl(): string {
    return `http://localhost:${this.#ports.get('8081')}/operator`
  }

  /** Starts a replica of a service and waits until its health check passes. */
  async start(name: string, replica = 1): Promise<void> {
    const service = this.#services.get(name)
    if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`)
    const environment = await this.#mapped(service, replica)
    const [program = '', ...words] = service.command
    const running = await spawnProcess(program, words, { cwd: checkout, env: environment })
    this.#running.set(`${name}-${replica}`, running)
    const port = environment['HEALTH_PORT'] ?? environment['PORT']
    const healthy = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok
    await Promise.race([
      until(healthy, { what: `${name} is healthy`, timeoutMs: 60_000, everyMs: 100 }),
      running.exited.then(() => Promise.reject(new Error(`${name} ended: ${running.stderr.slice(-20).join('\n')}`))),
    ])
  }

  /** kill -9 of one replica. */
  async kill(name: string, replica: number): Promise<void> {
    await this.#running.get(`${name}-${replica}`)?.kill()
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((running) => running.stop()))
  }

  /** The environment as written, with each host of compose's network on loopback and each volume a folder of this test. */
  async #mapped({ name: service, environment }: ComposedService, replica: number): Promise<Record<string, string>> {
    const data = join(this.folder, `${service}-${replica}`)
    await mkdir(data, { recursive: true })
    const mapped: Record<string, string> = {}
    for (const [name, value] of Object.entries(environment)) mapped[name] = this.#onLoopback(name, value, data)
    // A service that others reach by its port keeps it; on one machine the ports of a second replica would collide.
    for (const name of portNames) {
      const written = environment[name]
      if (written === undefined) continue
      mapped[name] = (replica === 1 ? this.#ports.get(written) : undefined) ?? String(await freePort())
    }
    if (mapped['HYPERGIT_DHT_PORT'] !== undefined) mapped['HYPERGIT_DHT_PORT'] = '0'
    return mapped
  }

  #onLoopback(name: string, value: string, data: string): string {
    if (name === 'HYPERGIT_DATA') return data
    if (value === '0.0.0.0') return '127.0.0.1'
    if (!URL.canParse(value)) return value
    const { hostname } = new URL(value)
    switch (hostname) {
      case 'postgres':
        return this.backing.databaseUrl
      case 'redis':
        return this.backing.redisUrl
      case 'mailpit':
        return this.backing.smtpUrl
      case 'notifier':
        return `http://127.0.0.1:${this.#ports.get('8082')}`
      default:
        return value
    }
  }
}
