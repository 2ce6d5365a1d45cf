import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { HomeLock } from '../src/home/home-lock.js'
import { prepareHome } from '../src/home/home-paths.js'
import { Homes, ok } from './homes.js'

describe('The control socket of a home', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
    await homes.open('home', { limits: { frameBytesMax: 64 * 1024, homeWaitMs: 500 } })
  })
  afterEach(() => homes.stop())

  const socketPath = () => homes.path('home/control.sock')

  it("is this user's alone", async () => {
    expect((await stat(socketPath())).mode & 0o777).toBe(0o600)
    expect((await stat(homes.path('home'))).mode & 0o777).toBe(0o700)
  })

  it.each([
    ['no JSON', 'hello\n'],
    ['no frame', '{"id":1}\n'],
    ['a frame over the bound', 'x'.repeat(100_000)],
  ])('closes on %s, and serves on', async (_what, text) => {
    const socket = connect(socketPath())
    socket.on('error', () => undefined)
    socket.resume()
    socket.write(text)
    await once(socket, 'close')
    const guest = await homes.open('home')
    expect(guest.mode).toBe('guest')
    expect(await guest.repositories()).toEqual([])
  })

  it('refuses an input that is wrong with a code, and says which', async () => {
    const guest = await homes.open('home')
    const wrong = { repo: 5 } as unknown as { repo: string }
    await expect(guest.repository(wrong)).rejects.toMatchObject({
      code: 'PROTOCOL',
      message: expect.stringContaining('repo'),
    })
  })

  it('carries failures as values, and answers that are longer than the bound as an error', async () => {
    const guest = await homes.open('home', { limits: { frameBytesMax: 64 * 1024 } })
    expect(await guest.repository({ repo: 'none' })).toMatchObject({
      ok: false,
      failure: { code: 'unknown', subject: 'repository' },
    })
    await ok(guest.createRepository({ name: 'demo', offline: true }))
    const open = { type: 'thread.open', kind: 'issue', title: 'long', body: 'x'.repeat(40_000) } as const
    await ok(guest.write({ repo: 'demo', actions: [open], offline: true }))
    await ok(guest.write({ repo: 'demo', actions: [open], offline: true }))
    await expect(guest.threads({ repo: 'demo' })).rejects.toThrow('longer than')
  })

  it('is given up when whoever holds the home is suspended and says nothing', async () => {
    const paths = await prepareHome(homes.path('suspended'))
    const lock = await HomeLock.tryAcquire(paths.lock)
    const silent = createServer().listen(paths.socket)
    await once(silent, 'listening')
    try {
      await expect(homes.open('suspended', { limits: { homeWaitMs: 300 } })).rejects.toMatchObject({
        code: 'HOME_IN_USE',
        message: expect.stringContaining('suspended'),
      })
    } finally {
      silent.close()
      await lock?.release()
    }
  })

  it('says that a bootstrap is none', async () => {
    const other = await homes.open('other', { bootstrap: 'nowhere' })
    await ok(other.createRepository({ name: 'demo', offline: true }))
    const sync = other.sync({ waitMs: 100 })[Symbol.asyncIterator]()
    await expect(other.write({ repo: 'demo', actions: [{ type: 'ack' }] })).rejects.toMatchObject({
      code: 'BAD_BOOTSTRAP',
    })
    await sync.return?.()
  })
})
