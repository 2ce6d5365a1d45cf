import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '@hypergit/testing'
import { isBlacklisted, Pair, restore, say, snapshot, statusOf } from './cloned-homes.js'
import { type Json, type Machine, setupMsMax, testMsMax, type World } from './terminal.js'

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
    'to another folder is not opened; what it says to do works as it is written',
    async () => {
      await say(bob, 'before')
      const copy = await world.machine()
      await cp(bob.home, copy.home, { recursive: true, preserveTimestamps: true })
      const { error } = await copy.json(['issue', 'list', 'demo'], { code: 1 })
      const { code, message } = error as { readonly code: string; readonly message: string }
      expect(code).toBe('HOME_COPIED')
      expect(message).toContain(`${copy.home} was copied, restored or moved`)
      const lines = message.split('\n').map((line) => line.trim())
      const home = lines.find((line) => line.startsWith('export HYPERGIT_HOME='))?.split('=')[1]
      const clone = lines
        .find((line) => line.startsWith('hypergit repo clone'))
        ?.split(' ')
        .slice(1)
      const env = { HYPERGIT_HOME: home }
      const { core: fresh } = await copy.json(clone ?? [], { env })
      await copy.json(['issue', 'comment', 'demo', '1', '-b', 'from a new home'], { env })
      await copy.lines(['sync', 'demo', '--wait', '30'], { env })
      await alice.json(['role', 'set', String(fresh), 'collaborator', '-R', 'demo'])
      expect(await isBlacklisted(alice, pair.core)).toBe(false)
    },
    testMsMax,
  )

  test(
    'and restored to an older state asks for what it wrote, and goes on from there',
    async () => {
      await say(bob, 'one')
      const backup = join(world.dir.path, 'backup')
      await snapshot(bob, backup)
      await say(bob, 'two')
      await say(bob, 'three')
      await pair.arrived(4)
      await restore(bob, backup)
      await say(bob, 'four')
      await pair.arrived(5)
      expect(await isBlacklisted(alice, pair.core)).toBe(false)
      const { comments } = await bob.json(['issue', 'show', 'demo', '1'])
      expect((comments as Json[]).map(({ body }) => body)).toEqual(['one', 'two', 'three', 'four'])
    },
    testMsMax,
  )

  test(
    'and restored to before it wrote anything does so as well',
    async () => {
      const backup = join(world.dir.path, 'backup')
      await snapshot(bob, backup)
      await say(bob, 'one')
      await pair.arrived(2)
      await restore(bob, backup)
      await say(bob, 'two')
      await pair.arrived(3)
      expect(await isBlacklisted(alice, pair.core)).toBe(false)
    },
    testMsMax,
  )

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
})
