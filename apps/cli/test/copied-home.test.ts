import { join } from 'node:path'
import { until } from '@hypergit/testing'
import { isBlacklisted, Pair, restore, say, snapshot, statusOf } from './cloned-homes.js'
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
    'and writes on without asking is told what happened, and gets a new core by what it is told',
    async () => {
      await say(bob, 'one')
      const backup = join(world.dir.path, 'backup')
      await snapshot(bob, backup)
      await say(bob, 'two')
      await pair.arrived(3)
      await restore(bob, backup)
      await say(bob, 'another two', '--offline')
      await bob.run(['sync', 'demo', '--wait', '10'])
      await until(() => isBlacklisted(alice, pair.core), { what: 'alice knows of the fork', timeoutMs: 30_000 })
      const refused = await until(
        async () => {
          const { code, stderr } = await bob.run(['issue', 'comment', 'demo', '1', '-b', 'three'])
          return code === 1 ? stderr : undefined
        },
        { what: 'bob is refused', timeoutMs: 30_000 },
      )
      expect(refused).toContain('two histories from its op 2 on')
      expect(refused).toContain('copied or restored from a backup')
      expect(refused).toContain('hypergit repo new-core REPO')
      expect((await statusOf(bob))['warnings']).toEqual([expect.stringContaining('hypergit repo new-core')])
      const renewed = await bob.json(['repo', 'new-core', 'demo'])
      expect(renewed).toMatchObject({
        link: pair.link,
        name: 'demo',
        replaced: pair.core,
        published: expect.any(Number),
      })
      pair.core = String(renewed['core'])
      await say(bob, 'three')
      await pair.arrived(2)
      expect(await isBlacklisted(alice, pair.core)).toBe(false)
      await alice.json(['role', 'set', pair.core, 'collaborator', '-R', 'demo'])
      await bob.lines(['sync', 'demo', '--wait', '30'])
      expect(await statusOf(bob)).toMatchObject({ core: pair.core, role: 'collaborator', warnings: [] })
      expect(await bob.json(['repo', 'new-core', 'demo'], { code: 2 })).toMatchObject({
        error: { code: 'invalid', message: expect.stringContaining('can write') },
      })
    },
    testMsMax,
  )

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
