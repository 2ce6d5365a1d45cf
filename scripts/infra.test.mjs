import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  readDashboardConfig,
  readIdentityConfig,
  readNotifierConfig,
  readReplicatorConfig,
  readValidatorConfig,
} from '@hypergit/config'
import { parse } from 'yaml'
import { root } from './workspaces.mjs'

const text = (path) => readFileSync(join(root, path), 'utf8')
const compose = parse(text('docker-compose.yml'))
const services = Object.entries(compose.services)
const ours = services.filter(([, service]) => service.build !== undefined)
const targets = [...text('infra/Dockerfile').matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name)

/** As compose fills in `${NAME:-default}` and `${NAME:?message}`, with one secret for whatever must be set. */
const filledIn = (value) =>
  value.replace(/\$\{[A-Z_]+:([-?])([^}]*)\}/g, (_all, kind, text) => (kind === '-' ? text : 's'.repeat(64)))

describe('docker-compose.yml', () => {
  test('starts every service of the design', () => {
    expect(ours.map(([name]) => name).sort()).toEqual(['dashboard', 'identity', 'notifier', 'replicator', 'validator'])
  })

  test.each(ours)('%s is a target of the Dockerfile and an app of the checkout', (name, service) => {
    expect(targets).toContain(service.build.target)
    expect(service.command).toBe(`node apps/${name}/dist/main.js`)
    expect(existsSync(join(root, 'apps', name, 'package.json'))).toBe(true)
  })

  test.each(services)('%s has a health check', (_name, service) => {
    expect(service.healthcheck.test[0]).toBe('CMD')
  })

  test('no two services listen on one port, so that they also run side by side on one machine', () => {
    const ports = ours.flatMap(([, { environment }]) =>
      ['PORT', 'OPERATOR_PORT', 'HEALTH_PORT'].map((name) => environment[name]).filter((port) => port !== undefined),
    )
    expect(new Set(ports).size).toBe(ports.length)
  })

  const readers = {
    replicator: readReplicatorConfig,
    validator: readValidatorConfig,
    identity: readIdentityConfig,
    notifier: readNotifierConfig,
    dashboard: readDashboardConfig,
  }
  test.each(ours)('%s understands the environment that it is given', (name, service) => {
    const environment = Object.entries(service.environment).map(([key, value]) => [key, filledIn(value)])
    expect(() => readers[name](Object.fromEntries(environment))).not.toThrow()
  })

  test('what it takes from the environment is in .env.example', () => {
    const asked = new Set([...text('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name))
    const offered = new Set([...text('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name))
    expect([...asked].filter((name) => !offered.has(name))).toEqual([])
  })
})

const check = async (port) => {
  const child = spawn(process.execPath, ['infra/healthcheck.mjs'], {
    cwd: root,
    env: { ...process.env, HEALTH_PORT: String(port) },
    stdio: 'ignore',
  })
  const [code] = await once(child, 'exit')
  return code
}

describe('the health check of a container', () => {
  test.each([
    [200, 0],
    [503, 1],
  ])('a service that answers %i exits with %i', async (status, code) => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/healthz' ? status : 404
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    expect(await check(server.address().port)).toBe(code)
    server.closeAllConnections()
    server.close()
  })

  test('a service that is not there exits with 1', async () => {
    expect(await check(1)).toBe(1)
  })
})

describe('redis.conf', () => {
  const there = spawnSync('redis-server', ['--version']).status === 0
  const run = there ? test : test.skip

  run(there ? 'gives a Redis that keeps its jobs' : 'gives a Redis that keeps its jobs [needs redis]', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hypergit-redis-'))
    const socket = join(folder, 's')
    const server = spawn(
      'redis-server',
      [join(root, 'infra/redis.conf'), '--port', '0', '--unixsocket', socket, '--dir', folder],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    try {
      for await (const line of createInterface({ input: server.stdout })) if (/ready to accept/i.test(line)) break
      const { stdout } = spawnSync('redis-cli', [
        '-s',
        socket,
        'config',
        'get',
        'appendonly',
        'appendfsync',
        'maxmemory-policy',
      ])
      const lines = stdout.toString().trim().split('\n')
      const settings = Object.fromEntries(lines.flatMap((name, at) => (at % 2 === 0 ? [[name, lines[at + 1]]] : [])))
      expect(settings).toEqual({ appendonly: 'yes', appendfsync: 'everysec', 'maxmemory-policy': 'noeviction' })
    } finally {
      server.kill()
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
      rmSync(folder, { recursive: true })
    }
  })
})
