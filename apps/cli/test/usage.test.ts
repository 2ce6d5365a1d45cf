import { jest } from '@jest/globals'
import { type Machine, setupMsMax, testMsMax, World } from './terminal.js'

jest.setTimeout(testMsMax)

describe('The command line, used wrongly', () => {
  let world: World
  let machine: Machine
  beforeAll(async () => {
    world = await World.offline()
    machine = await world.machine()
    await machine.json(['repo', 'create', 'demo', '--offline'])
  }, setupMsMax)
  afterAll(() => world.close())

  test.each([
    [['issue', 'lst'], 'Did you mean one of list, ls?'],
    [['isue'], "unknown command 'isue'"],
    [['issue', 'open', 'demo'], "required option '-t, --title <TEXT>'"],
    [['issue', 'list', 'demo', '--state', 'ajar'], 'Allowed choices are open, closed, merged, all'],
    [['issue', 'list', 'demo', '--limit', '0'], 'a whole number from 1 is needed'],
    [['issue', 'show', '-R', 'demo'], 'too few arguments'],
    [['issue', 'show', 'demo', '1', '2'], 'too many arguments'],
    [['issue', 'list'], 'which repository?'],
    [['mute', 'demo', 'me', '--until', 'soon'], 'ISO 8601'],
    [['role', 'set', 'demo', 'me', 'king'], 'normal, collaborator, admin'],
    [['mirror', 'subscribe', '--email', 'me@example.org'], 'which mirror? --url URL'],
    [['mirror', 'subscribe', 'ftp://m', '--email', 'me@example.org', '--url', 'ftp://m'], 'is no URL of a mirror'],
    [['mirror', 'subscribe', 'http://m', '--email', 'a@b.c', '--level', 'all'], 'goes with a thread'],
    [['completion', 'tcsh'], 'Allowed choices are'],
    [['import', 'github-archive', '/nowhere.json', '--into', 'demo'], '/nowhere.json cannot be read'],
  ])('%j says what is valid and ends with 2', async (words, said) => {
    expect(await machine.run(words)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) })
  })

  test.each([[['issue', 'open', 'demo']], [['issue', 'list']], [['conformance', '/nowhere.yaml']]])(
    '%j gives scripts the same as JSON on stdout',
    async (words) => {
      expect(await machine.json(words, { code: 2 })).toEqual({
        error: { code: 'usage', message: expect.any(String) },
      })
    },
  )

  test('a group without a command shows its help on stderr', async () => {
    const { code, stdout, stderr } = await machine.run(['issue'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Usage: hypergit issue')
  })

  test('what is not there is a failure, not wrong use', async () => {
    expect(await machine.json(['issue', 'show', 'demo', '7'], { code: 1 })).toMatchObject({
      error: { code: 'unknown' },
    })
    expect(await machine.json(['issue', 'list', 'nothing'], { code: 1 })).toMatchObject({ error: { code: 'unknown' } })
  })

  test('nobody has mails about themselves before they are somebody', async () => {
    const asked = await machine.json(['mirror', 'subscribe', 'http://127.0.0.1:9', '--email', 'me@example.org'], {
      code: 1,
    })
    expect(asked).toMatchObject({ error: { code: 'unknown', message: expect.stringContaining('user create') } })
    await machine.json(['user', 'create', '--name', 'Ada', '--offline'])
    expect(
      await machine.json(['mirror', 'subscribe', 'http://127.0.0.1:9', '--email', 'me@example.org'], { code: 1 }),
    ).toMatchObject({ error: { code: 'unreachable' } })
  })

  test('help has examples, and completion is a script', async () => {
    const help = await machine.run(['pr', 'create', '--help'])
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('$ hypergit pull open -t') })
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, stdout } = await machine.run(['completion', shell])
      expect({ code, shell, stdout }).toEqual({ code: 0, shell, stdout: expect.stringContaining('hypergit') })
    }
    expect((await machine.run(['complete', '--', 'issue', 'reo'])).stdout).toContain('reopen')
  })
})
