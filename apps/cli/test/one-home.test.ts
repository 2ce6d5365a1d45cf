import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

const commands = 20

describe('Commands of one home at once', () => {
  let world: World
  let machine: Machine
  beforeEach(async () => {
    world = await World.online()
    machine = await world.machine()
    await machine.json(['repo', 'create', 'demo', '--offline'])
    await machine.json(['issue', 'open', 'demo', '-t', 'Crash', '--offline'])
  }, setupMsMax)
  afterEach(() => world.close())

  test(
    'lose nothing and fork nothing while the home is served',
    async () => {
      const seed = await machine.start(['seed', '--json'])
      await seed.line(/"serving"/)
      const written = await Promise.all(
        Array.from({ length: commands }, (_, n) =>
          machine.json(['issue', 'comment', 'demo', '1', '-b', `comment ${n}`]),
        ),
      )
      const [thread, { repositories }, { mode }] = await Promise.all([
        machine.json(['issue', 'show', 'demo', '1']),
        machine.json(['status']),
        machine.json(['status']),
      ])
      expect(mode).toBe('guest')
      const ops = (thread['comments'] as Json[]).map(({ op }) => String(op))
      expect(ops.sort()).toEqual(written.map(({ op }) => String(op)).sort())
      expect(repositories).toMatchObject([{ heads: [{ length: commands + 2, self: true }], blacklist: [], parked: [] }])
    },
    testMsMax,
  )
})
