import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '@hypergit/testing'
import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

/** What a snapshot of a machine puts back: all of a home but the file by which Hypercore tells a copy, which is the same as before. */
const parts = [join('cores', 'db'), 'heads', 'views', 'home.json']

const snapshot = async (machine: Machine, to: string): Promise<void> => {
  for (const part of parts) await cp(join(machine.home, part), join(to, part), { recursive: true })
}

const restore = async (machine: Machine, from: string): Promise<void> => {
  for (const part of parts) {
    await rm(join(machine.home, part), { recursive: true, force: true })
    await cp(join(from, part), join(machine.home, part), { recursive: true })
  }
}

const statusOf = async (machine: Machine): Promise<Json> => {
  const { repositories } = await machine.json(['status', 'demo'])
  const [status] = repositories as Json[]
  if (status === undefined) throw new Error('the repository is here')
  return status
}

const say = (machine: Machine, body: string, ...options: string[]) =>
  machine.json(['issue', 'comment', 'demo', '1', '-b', body, ...options])

const isBlacklisted = async (machine: Machine, of: string): Promise<boolean> =>
  ((await statusOf(machine))['blacklist'] as Json[]).some((entry) => entry['core'] === of)

describe('A home that was cloned with its machine', () => {
  let world: World
  let alice: Machine
  let bob: Machine
  let link: string
  let core: string
  beforeEach(async () => {
    world = await World.online()
    alice = await world.machine()
    bob = await world.machine()
    link = String((await alice.json(['repo', 'create', 'demo', '--offline']))['link'])
    await alice.json(['issue', 'open', 'demo', '-t', 'Crash', '--offline'])
    await (await alice.start(['seed', '--json'])).line(/"serving"/)
    core = String((await bob.json(['repo', 'clone', link]))['core'])
  }, setupMsMax)
  afterEach(() => world.close())

  /** How many ops of the core alice has. */
  const lengthAtAlice = async (of: string): Promise<number> => {
    const { heads } = await statusOf(alice)
    return Number((heads as Json[]).find((head) => head['core'] === of)?.['length'] ?? 0)
  }

  const arrived = async (length: number): Promise<void> => {
    await bob.lines(['sync', 'demo', '--wait', '30'])
    await until(async () => (await lengthAtAlice(core)) === length, { what: 'alice has it', timeoutMs: 30_000 })
  }

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
      expect(await isBlacklisted(alice, core)).toBe(false)
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
      await arrived(4)
      await restore(bob, backup)
      await say(bob, 'four')
      await arrived(5)
      expect(await isBlacklisted(alice, core)).toBe(false)
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
      await arrived(2)
      await restore(bob, backup)
      await say(bob, 'two')
      await arrived(3)
      expect(await isBlacklisted(alice, core)).toBe(false)
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
      await arrived(3)
      await restore(bob, backup)
      await say(bob, 'another two', '--offline')
      await bob.run(['sync', 'demo', '--wait', '10'])
      await until(() => isBlacklisted(alice, core), { what: 'alice knows of the fork', timeoutMs: 30_000 })
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
      expect(renewed).toMatchObject({ link, name: 'demo', replaced: core, published: expect.any(Number) })
      core = String(renewed['core'])
      await say(bob, 'three')
      await arrived(2)
      expect(await isBlacklisted(alice, core)).toBe(false)
      await alice.json(['role', 'set', core, 'collaborator', '-R', 'demo'])
      await bob.lines(['sync', 'demo', '--wait', '30'])
      expect(await statusOf(bob)).toMatchObject({ core, role: 'collaborator', warnings: [] })
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
      await until(async () => (await lengthAtAlice(core)) === 2, { what: 'alice has it', timeoutMs: 30_000 })
      await seed.kill()
      await say(bob, 'two')
      await arrived(3)
      expect(await isBlacklisted(alice, core)).toBe(false)
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
