import { until } from '@hypergit/testing'
import { isBlacklisted, Pair, say } from './cloned-homes.js'
import { type Machine, setupMsMax, testMsMax, World } from './terminal.js'

describe('A home that was cloned with its machine', () => {
  let pair: Pair
  let world: World
  let alice: Machine
  let bob: Machine
  beforeEach(async () => {
    pair = await Pair.start()
    ;({ world, alice, bob } = pair)
  }, setupMsMax)
  afterEach(() => world.close())

  test(
    'is not what a home is that was killed after an op was sent: it goes on',
    async () => {
      const seed = await bob.start(['seed', '--json'])
      await seed.line(/"serving"/)
      await say(bob, 'one')
      await until(async () => (await pair.lengthAtAlice()) === 2, { what: 'alice has it', timeoutMs: 30_000 })
      await seed.kill()
      await say(bob, 'two')
      await pair.arrived(3)
      expect(await isBlacklisted(alice, pair.core)).toBe(false)
    },
    testMsMax,
  )
})

describe('A home that was killed', () => {
  let world: World
  beforeEach(async () => {
    world = await World.online()
  }, setupMsMax)
  afterEach(() => world.close())

  test(
    'writes within seconds where nobody can be asked, and says so',
    async () => {
      const machine = await world.machine()
      await machine.json(['repo', 'create', 'demo', '--offline'])
      const seed = await machine.start(['seed', '--json'])
      await seed.line(/"serving"/)
      await machine.json(['issue', 'open', 'demo', '-t', 'Crash'])
      await seed.kill()
      const { code, stderr } = await machine.run(['issue', 'comment', 'demo', '1', '-b', 'on'])
      expect(code).toBe(0)
      expect(stderr).toContain('was not closed properly')
      expect(stderr).toContain('hypergit sync')
      const again = await machine.run(['issue', 'comment', 'demo', '1', '-b', 'and on'])
      expect(again.stderr).not.toContain('was not closed properly')
    },
    testMsMax,
  )
})
