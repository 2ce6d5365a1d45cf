import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

const offline = ['--offline']

describe('A user at the command line', () => {
  let world: World
  let laptop: Machine
  beforeEach(async () => {
    world = await World.online()
    laptop = await world.machine()
  }, setupMsMax)
  afterEach(() => world.close())

  const file = (name: string): string => join(world.dir.path, name)

  test(
    'is made without a terminal, and the phrase is shown to nobody who does not ask for it',
    async () => {
      const { code, stdout, stderr } = await laptop.run(['user', 'create', '--name', 'Alice', ...offline])
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^you are Alice, user \w{52}$/) })
      expect(stderr).toContain('No recovery is saved yet')
      const shown = await laptop.json(['user', 'show'])
      expect(shown).toMatchObject({ name: 'Alice', state: 'authorized', recoverySaved: false, self: true })
      expect(JSON.stringify(shown)).not.toContain('phrase"')
      expect((await laptop.run(['user', 'show'])).stdout).toContain('no recovery saved')

      const asked = await laptop.json(['user', 'recovery'], { code: 2 })
      expect(asked).toMatchObject({ error: { code: 'usage', message: expect.stringContaining('--recovery-file') } })
      const { phrase } = await laptop.json(['user', 'recovery', '--show-phrase'])
      expect(String(phrase).split(' ')).toHaveLength(24)
      const wrong = await laptop.json(['user', 'recovery', '--repeat'], { code: 2, input: 'legal winner thank' })
      expect(wrong).toMatchObject({ error: { code: 'invalid' } })
      await laptop.json(['user', 'recovery', '--repeat'], { input: `${String(phrase)}\n` })
      expect(await laptop.json(['user', 'show'])).toMatchObject({ recoverySaved: true, warnings: [] })
      await laptop.json(['user', 'recovery', '--show-phrase'], { code: 2 })
    },
    testMsMax,
  )

  test(
    'stores the phrase in a file of their own, which is never overwritten',
    async () => {
      const there = file('there')
      await writeFile(there, 'mine\n')
      const refused = await laptop.json(['user', 'create', '--name', 'Alice', '--recovery-file', there], { code: 2 })
      expect(refused).toMatchObject({ error: { code: 'usage', message: expect.stringContaining('never overwritten') } })
      expect(await readFile(there, 'utf8')).toBe('mine\n')
      expect(await laptop.json(['user', 'show'], { code: 1 })).toMatchObject({ error: { code: 'unknown' } })

      const path = file('alice.recovery')
      const made = await laptop.json(['user', 'create', '--name', 'Alice', '--recovery-file', path, ...offline])
      expect(made).toMatchObject({ name: 'Alice', recoverySaved: true })
      expect(made).not.toHaveProperty('phrase')
      expect((await stat(path)).mode & 0o777).toBe(0o600)
      expect(await readFile(path, 'utf8')).toMatch(/\n([a-z]+ ){23}[a-z]+\n$/)

      // A creation that is refused leaves no file behind.
      const other = file('other.recovery')
      await laptop.json(['user', 'create', '--name', 'Bob', '--recovery-file', other], { code: 2 })
      await expect(stat(other)).rejects.toMatchObject({ code: 'ENOENT' })
    },
    testMsMax,
  )

  test(
    'comes back on a new machine while another one serves, and revokes what is lost',
    async () => {
      const path = file('alice.recovery')
      const create = ['user', 'create', '--name', 'Alice', '--device', 'laptop', '--recovery-file', path, ...offline]
      const { user } = await laptop.json(create)
      const seed = await laptop.start(['seed', '--json'])
      await seed.line(/"serving"/)
      const fresh = await world.machine()

      const exposed = file('exposed.recovery')
      await writeFile(exposed, await readFile(path))
      await chmod(exposed, 0o644)
      const refused = await fresh.json(['user', 'recover', '--recovery-file', exposed], { code: 1 })
      expect(refused).toMatchObject({ error: { code: 'KEYS_EXPOSED' } })

      const recover = ['user', 'recover', '--name', 'phone', '--recovery-file', path, '--revoke', 'laptop']
      const back = await fresh.json(recover)
      expect(back).toMatchObject({ user, name: 'Alice', revoked: [{ name: 'laptop' }], published: 1 })
      await seed.line(/"warning".*revoked/)
      expect(await laptop.json(['user', 'show'])).toMatchObject({
        state: 'revoked',
        warnings: [expect.stringContaining('This machine was revoked')],
      })
      const written = await laptop.json(['user', 'profile', '--bio', 'thief'], { code: 1 })
      expect(written).toMatchObject({ error: { code: 'unwritable' } })

      await fresh.json(['user', 'profile', '--bio', 'It is me', '--url', 'https://alice.example'])
      await fresh.json(['user', 'profile', '--url', 'javascript:alert(1)'], { code: 2 })
      const [own, lost] = (await fresh.lines(['user', 'devices'])) as [Json, Json]
      expect(own).toMatchObject({ name: 'phone', authorized: true, byPhrase: true, self: true })
      expect(lost).toMatchObject({ name: 'laptop', authorized: false, self: false, revokedAt: expect.any(Number) })
      const synced = await fresh.json(['sync'])
      expect(synced).toMatchObject({ complete: true, users: [{ user, name: 'Alice', missing: 0 }] })
      expect(await laptop.json(['user', 'show'])).toMatchObject({ bio: 'It is me', url: 'https://alice.example' })
      expect((await fresh.json(['status']))['user']).toMatchObject({ user, name: 'Alice', recoverySaved: true })
    },
    testMsMax,
  )

  test(
    'says what is wrong with a phrase, on standard input as well',
    async () => {
      const input = 'legal winner thank year wave sausage worth useful legal winner thank yellows\n'
      expect(await laptop.json(['user', 'recover'], { code: 2, input })).toMatchObject({
        error: { code: 'invalid', message: expect.stringContaining('word 12 ') },
      })
      expect(await laptop.json(['user', 'recover'], { code: 2, input: '' })).toMatchObject({
        error: { code: 'invalid', message: expect.stringContaining('24 words') },
      })
      const missing = await laptop.json(['user', 'recover', '--recovery-file', file('none')], { code: 2 })
      expect(missing).toMatchObject({ error: { code: 'usage', message: expect.stringContaining('ENOENT') } })
    },
    testMsMax,
  )

  test(
    'revokes a machine by name, and this one only when that is said as well',
    async () => {
      await laptop.json(['user', 'create', '--name', 'Alice', '--device', 'laptop', ...offline])
      await laptop.json(['user', 'revoke', 'desktop', ...offline], { code: 1 })
      await laptop.json(['user', 'revoke', ...offline], { code: 2 })
      const itself = await laptop.json(['user', 'revoke', 'laptop', ...offline], { code: 2 })
      expect(itself).toMatchObject({ error: { message: expect.stringContaining('this machine') } })
      const unsaved = await laptop.json(['user', 'revoke', 'laptop', '--this-machine', ...offline], { code: 2 })
      expect(unsaved).toMatchObject({ error: { message: expect.stringContaining('no recovery is saved') } })
      await laptop.json(['user', 'recovery', '--recovery-file', file('alice.recovery')])
      await laptop.json(['user', 'revoke', 'laptop', '--this-machine', ...offline])
      expect(await laptop.json(['user', 'show'])).toMatchObject({ state: 'revoked' })
    },
    testMsMax,
  )
})
