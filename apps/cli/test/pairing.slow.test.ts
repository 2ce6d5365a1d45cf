import type { SpawnedProcess } from '@hypergit/testing'
import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

/** The line of a running command that tells of an event. */
const event = async (running: SpawnedProcess, name: string): Promise<Json> => {
  const [line] = await running.line(new RegExp(`^.*"event":"${name}".*$`))
  return JSON.parse(line) as Json
}

const devices = async (machine: Machine): Promise<Json[]> =>
  (await machine.lines(['user', 'devices'])).map(({ name, authorized }) => ({ name, authorized }))

describe('A new machine at the command line', () => {
  let world: World
  let laptop: Machine
  let desktop: Machine
  beforeEach(async () => {
    world = await World.online()
    laptop = await world.machine()
    desktop = await world.machine()
    await laptop.json(['user', 'create', '--name', 'Alice', '--device', 'laptop', '--offline'])
  }, setupMsMax)
  afterEach(() => world.close())

  /** Both commands, up to where the words are compared. */
  const met = async () => {
    const invite = await laptop.start(['user', 'invite', '--json'])
    const { invite: text } = await event(invite, 'invite')
    const join = await desktop.start(['user', 'join', String(text), '--yes', '--name', 'desktop', '--json'])
    const [{ words }, candidate] = await Promise.all([event(join, 'words'), event(invite, 'candidate')])
    expect(candidate).toMatchObject({ words, name: 'desktop' })
    return { invite, join, text: String(text), words: String(words) }
  }

  test(
    'is let in by a script, which repeats the words, and its invite is spent',
    async () => {
      const { invite, join, text, words } = await met()
      const accepted = await laptop.json(['user', 'invite', '--accept-words', words])
      expect(accepted).toMatchObject({ event: 'done', name: 'desktop' })
      expect(await event(join, 'joined')).toMatchObject({ ready: true, userName: 'Alice', core: accepted['core'] })
      expect(await event(invite, 'done')).toMatchObject({ joined: true })
      expect([(await invite.exited).code, (await join.exited).code]).toEqual([0, 0])
      expect(await devices(desktop)).toEqual(
        expect.arrayContaining([
          { name: 'laptop', authorized: true },
          { name: 'desktop', authorized: true },
        ]),
      )
      expect(await desktop.json(['user', 'show'])).toMatchObject({ name: 'Alice', state: 'authorized', self: true })
      await desktop.json(['user', 'profile', '--bio', 'two machines', '--offline'])

      const thief = await world.machine()
      const late = await thief.lines(['user', 'join', text, '--yes', '--wait', '1'], { code: 1 })
      expect(late.at(-1)).toMatchObject({ error: { code: 'unreachable' } })
    },
    testMsMax,
  )

  test(
    'is let in while another process serves the home, or denied where it shows other words',
    async () => {
      const seed = await laptop.start(['seed', '--json'])
      await seed.line(/"serving"/)
      const denied = await met()
      const others = await laptop.json(['user', 'invite', '--accept-words', 'able about above abandon zoo'], {
        code: 1,
      })
      expect(others).toMatchObject({ error: { code: 'words-differ' } })
      expect([(await denied.invite.exited).code, (await denied.join.exited).code]).toEqual([1, 1])
      expect(denied.join.stdout.at(-1)).toContain('"invite-denied"')

      const { invite, join, words } = await met()
      await laptop.json(['user', 'invite', '--accept-words', words])
      expect([(await invite.exited).code, (await join.exited).code]).toEqual([0, 0])
      expect(await devices(laptop)).toContainEqual({ name: 'desktop', authorized: true })
    },
    testMsMax,
  )

  test(
    'is asked about nowhere without a terminal, and nothing hangs',
    async () => {
      const asked = await desktop.json(['user', 'join', 'hypergit-invite-any'], { code: 2 })
      expect(asked).toMatchObject({ error: { code: 'usage', message: expect.stringContaining('--yes') } })
      const wrong = await desktop.json(['user', 'join', '-', '--yes'], { code: 2, input: 'hypergit-invite-any\n' })
      expect(wrong).toMatchObject({ error: { code: 'invalid', message: expect.stringContaining('no invite') } })
      for (const expires of ['10', '5s', '2d', '48h'])
        await laptop.json(['user', 'invite', '--expires', expires], { code: 2 })
      await laptop.json(['user', 'invite', '--accept-words', 'too few'], { code: 2 })
      const nobody = await desktop.json(['user', 'invite'], { code: 1 })
      expect(nobody).toMatchObject({ error: { code: 'unknown' } })
      const short = await laptop.lines(['user', 'invite', '--expires', '10s'], { code: 1 })
      expect(short).toEqual([
        expect.objectContaining({ event: 'invite' }),
        { error: { code: 'invite-expired', message: expect.stringContaining('expired') } },
      ])
    },
    testMsMax,
  )
})
