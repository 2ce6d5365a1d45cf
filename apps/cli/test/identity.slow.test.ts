import { join } from 'node:path'
import { until } from '@hypergit/testing'
import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

const identityOf = (machine: Machine, core: unknown) => machine.json(['identity', 'show', 'demo', String(core)])

const shown = (machine: Machine, core: unknown, wanted: Json) =>
  until(
    async () => {
      const identity = await identityOf(machine, core)
      return Object.entries(wanted).every(([name, value]) => identity[name] === value) ? identity : undefined
    },
    { what: `a core is shown as ${JSON.stringify(wanted)}`, timeoutMs: 60_000 },
  )

const seeding = async (machine: Machine) => {
  const seed = await machine.start(['seed', '--json'])
  await seed.line(/"serving"/)
  return seed
}

describe('Who is who at the command line', () => {
  let world: World
  let alice: Machine
  let laptop: Machine
  let desktop: Machine
  let link: string
  let recovery: string
  beforeEach(async () => {
    world = await World.online()
    alice = await world.machine()
    laptop = await world.machine()
    desktop = await world.machine()
    recovery = join(world.dir.path, 'ada.recovery')
    link = String((await alice.json(['repo', 'create', 'demo', '--offline']))['link'])
    const seed = await alice.start(['seed', '--json'])
    await seed.line(/"serving"/)
    const words = ['user', 'create', '--name', 'Ada', '--device', 'laptop', '--recovery-file', recovery, '--offline']
    await laptop.json(words)
  }, setupMsMax)
  afterEach(() => world.close())

  test(
    'goes from anonymous to a confirmed second machine, in words and marks',
    async () => {
      const { core } = await laptop.json(['repo', 'clone', link])
      expect(await identityOf(laptop, 'me')).toMatchObject({ identity: 'anonymous' })
      await laptop.json(['issue', 'open', 'demo', '-t', 'Crash', '-b', 'At once.'])
      const first = await seeding(laptop)
      await shown(alice, core, { identity: 'confirmed', name: 'Ada' })
      const listed = await alice.run(['issue', 'show', 'demo', '1'])
      expect(listed.stdout).toContain('✓ confirmed Ada (')
      expect(await alice.json(['issue', 'show', 'demo', '1'])).toMatchObject({
        author: { core, identity: 'confirmed', name: 'Ada' },
      })

      await desktop.json([
        ...'user recover --no-claim --name desktop --wait 20'.split(' '),
        '--recovery-file',
        recovery,
      ])
      await first.stop('SIGINT')
      const [claimed] = await desktop.lines(['identity', 'claim', '--all'])
      const second = claimed?.['core']
      const [again] = await desktop.lines(['identity', 'claim', '--all'])
      expect([again?.['core'], again?.['op']]).toEqual([second, undefined])
      const held = await desktop.json(['issue', 'comment', 'demo', '1', '-b', 'Here as well.'])
      const waiting = 'waiting for confirmation from one of your machines: laptop'
      expect(held).toMatchObject({ held: true, waiting })
      expect((await desktop.run(['issue', 'comment', 'demo', '1', '-b', 'Twice.'])).stdout).toContain(waiting)
      const mine = await desktop.run(['issue', 'show', 'demo', '1'])
      expect(mine.stdout).toContain('Here as well.')
      expect(mine.stdout).toContain(waiting)
      expect((await desktop.run(['status', 'demo'])).stdout).toContain(`2 ops ${waiting}`)
      expect(await desktop.lines(['identity', 'lost'])).toMatchObject([
        { state: 'waiting', remaining: [{ core, name: 'laptop' }], startAgain: false },
      ])
      await desktop.lines(['sync', '--wait', '20'])
      await shown(alice, second, { standing: 'held' })
      expect((await alice.run(['issue', 'show', 'demo', '1'])).stdout).not.toContain('Here as well.')

      await seeding(laptop)
      const young = await seeding(desktop)
      await young.line(/"tended"|"applied"/)
      await shown(alice, second, { standing: 'confirmed', identity: 'confirmed', name: 'Ada' })
      const after = await alice.run(['issue', 'show', 'demo', '1'])
      expect(after.stdout).toContain('Here as well.')
      const people = await alice.run(['people', 'demo'])
      expect(people.stdout).toMatch(/✓ confirmed Ada \(\w{8}\).*2 cores/)
    },
    testMsMax,
  )

  test(
    'walks a person who lost every machine to a core that an admin can give a role',
    async () => {
      const { core } = await laptop.json(['repo', 'clone', link])
      await laptop.json(['issue', 'open', 'demo', '-t', 'Crash', '-b', 'At once.'])
      const first = await seeding(laptop)
      await shown(alice, core, { identity: 'confirmed' })
      const words = [
        'user',
        'recover',
        '--recovery-file',
        recovery,
        '--name',
        'desktop',
        '--revoke-all',
        '--wait',
        '20',
      ]
      await desktop.json(words)
      await first.stop('SIGKILL')

      const { core: second } = await desktop.json(['repo', 'clone', link])
      const written = await desktop.run(['issue', 'comment', 'demo', '1', '-b', 'A new machine.'])
      expect(written).toMatchObject({ code: 0, stderr: expect.stringContaining('hypergit identity lost') })
      expect(await identityOf(desktop, 'me')).toMatchObject({ identity: 'anonymous' })
      const [remains] = await desktop.lines(['identity', 'lost'])
      expect(remains).toMatchObject({ state: 'lost', startAgain: false, revoked: [{ core, name: 'laptop' }] })
      const steps = JSON.stringify(remains)
      expect(steps).toContain(`hypergit role set ${String(second)} ROLE -R demo`)
      expect(steps).toContain(`hypergit ban ${String(core)} -R demo`)
      await alice.json(['role', 'set', '-R', 'demo', String(second), 'collaborator'])
      await desktop.lines(['sync', '--wait', '20'])
      await desktop.json(['issue', 'lock', 'demo', '1'])
    },
    testMsMax,
  )
})
