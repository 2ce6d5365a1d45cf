import { startHealthServer, type HealthServer } from './health-server.js'
import { createRegistry } from './metrics.js'
import { Readiness } from './readiness.js'

describe('the health server', () => {
  const readiness = new Readiness({ database: () => undefined }, 50)
  let server: HealthServer

  beforeAll(async () => {
    server = await startHealthServer({ host: '127.0.0.1', port: 0, readiness, registry: createRegistry('validator') })
  })
  afterAll(() => server.close())

  const get = async (path: string) => {
    const response = await fetch(server.url + path)
    return { status: response.status, body: await response.text() }
  }

  test('is alive while the process is', async () => {
    expect(await get('/healthz')).toEqual({ status: 200, body: '{"alive":true}' })
  })

  test('is ready once every check passes, and names those that do not', async () => {
    expect((await get('/readyz')).status).toBe(200)
    readiness.add('queues', () => Promise.reject(new Error('no Redis answers')))
    readiness.add('swarm', () => new Promise<void>(() => undefined))
    const { status, body } = await get('/readyz')
    expect(status).toBe(503)
    expect(JSON.parse(body)).toEqual({
      ready: false,
      notReady: { queues: 'no Redis answers', swarm: 'no answer within 50 ms' },
    })
  })

  test('tells Prometheus about the process', async () => {
    const { status, body } = await get('/metrics')
    expect(status).toBe(200)
    expect(body).toMatch(/process_resident_memory_bytes\{service="validator"\} \d+/)
  })

  test('knows no other path', async () => {
    expect((await get('/secrets')).status).toBe(404)
  })
})
