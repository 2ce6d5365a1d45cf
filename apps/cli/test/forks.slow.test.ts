import { setupMsMax, testMsMax, World } from './terminal.js'

describe('Forks', () => {
  let world: World
  beforeEach(async () => {
    world = await World.online()
  }, setupMsMax)
  afterEach(() => world.close())

  test(
    'name their parent, are announced there, and are listed both ways',
    async () => {
      const [alice, bob] = [await world.machine(), await world.machine()]
      const { link, id } = await alice.json(['repo', 'create', 'demo', '--description', 'A thing', '--offline'])
      const seed = await alice.start(['seed', '--json'])
      await seed.line(/"serving"/)
      const clone = await bob.json(['repo', 'clone', String(link)])
      const fork = await bob.json(['repo', 'fork', 'demo', '--offline'])
      expect(fork).toMatchObject({ name: 'demo-fork', forkOf: id })
      const confirmed = { link: 'confirmed', namesParent: true, announced: true }
      expect(await bob.lines(['repo', 'forks', 'demo-fork'])).toMatchObject([
        { kind: 'parent', repository: id, name: 'demo', ...confirmed },
      ])
      expect(await bob.lines(['repo', 'forks', 'demo'])).toMatchObject([
        { kind: 'fork', repository: fork['id'], ...confirmed },
      ])
      expect((await bob.run(['repo', 'show', 'demo'])).stdout).toContain(
        `fork           ${String(fork['link'])} ✓ confirmed`,
      )

      // Alice learns of the announcement, and knows the other end once she has it.
      await bob.lines(['sync', 'demo', '--wait', '30'])
      expect(await alice.lines(['repo', 'forks', 'demo'])).toMatchObject([
        {
          repository: fork['id'],
          announced: true,
          link: 'maybe',
          explanation: expect.stringContaining('not known here'),
        },
      ])
      expect((await alice.run(['repo', 'forks', 'demo'])).stdout).toMatch(/^fork\s+\? maybe/)

      // A core that its own admin bans may write nothing there any more: the fork is made all the same, and says what is left to do.
      const core = String(clone['core'])
      await alice.json(['role', 'set', core, 'admin', '-R', 'demo'])
      await bob.lines(['sync', 'demo', '--wait', '30'])
      await bob.json(['ban', core, '-R', 'demo', '--offline'])
      const refused = await bob.json(['repo', 'fork', 'demo', '--name', 'second', '--offline'], { code: 1 })
      expect(refused).toMatchObject({ error: { fork: { name: 'second' } } })
      expect((refused['error'] as { message: string }).message).toMatch(/repo announce second/)
      const again = await bob.json(['repo', 'announce', 'second', '--offline'], { code: 1 })
      expect(again).toMatchObject({ error: { code: 'refused' } })
      expect(await bob.lines(['repo', 'forks', 'second'])).toMatchObject([
        { kind: 'parent', link: 'maybe', announced: false },
      ])
      expect(await bob.json(['repo', 'announce', 'demo', '--offline'], { code: 1 })).toMatchObject({
        error: { message: expect.stringContaining('names no repository as its parent') },
      })
    },
    testMsMax,
  )
})
