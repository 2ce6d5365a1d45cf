import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

const archive = join(import.meta.dirname, 'fixtures', 'archive.json')
const conformance = join(import.meta.dirname, '..', '..', '..', 'conformance', 'mutes.yaml')

describe('Histories from the command line', () => {
  let world: World
  let machine: Machine
  beforeEach(async () => {
    world = await World.offline()
    machine = await world.machine()
  }, setupMsMax)
  afterEach(() => world.close())

  test(
    'an archive goes in once, is listed, and comes out again',
    async () => {
      await machine.json(['repo', 'create', 'demo', '--offline'])
      const words = ['import', 'github-archive', archive, '--into', 'demo', '--offline']
      const counts = { issues: 1, pulls: 1, comments: 1, reviews: 1, lineComments: 1 }
      expect(await machine.json(words)).toMatchObject({ ...counts, known: 0 })
      expect(await machine.json(words)).toMatchObject({ issues: 0, ops: 0 })

      expect(await machine.lines(['issue', 'list', 'demo', '-s', 'closed', '-l', 'bug'])).toMatchObject([
        {
          number: 1,
          title: 'It stops at night',
          assignees: ['bo'],
          origin: { author: 'ann', source: 'github:octo/demo' },
        },
      ])
      expect(await machine.json(['pr', 'view', 'demo', '2'])).toMatchObject({
        state: 'merged',
        reviews: [{ body: 'Good.', action: { verdict: 'approve', lines: [{ position: 4, body: 'Nice.' }] } }],
      })

      const file = join(world.dir.path, 'exported.json')
      const exported = await machine.run(['export', 'demo', '--format', 'archive'])
      expect(exported).toMatchObject({ code: 0, stderr: expect.stringContaining('exported 1 issues') })
      const original = JSON.parse(await readFile(archive, 'utf8')) as { pulls: Json[]; issues: Json[] }
      const again = JSON.parse(exported.stdout) as { pulls: Json[]; issues: Json[] }
      for (const name of ['number', 'title', 'state', 'author', 'body', 'assignees', 'labels', 'createdAt'])
        expect([again.issues[0]?.[name], again.pulls[0]?.[name]]).toEqual([
          original.issues[0]?.[name],
          original.pulls[0]?.[name],
        ])
      expect((await machine.run(['export', 'demo', '-o', file])).code).toBe(0)
      expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(again)
      expect(await machine.json(['export', 'demo', '-o', join(file, 'below')], { code: 1 })).toMatchObject({
        error: { message: expect.stringContaining('below') },
      })
    },
    testMsMax,
  )

  test(
    'a replay brings its peers to one state',
    async () => {
      const data = join(world.dir.path, 'replay')
      const words = ['replay', archive, '--data', data, '--peers', '2', '--seed', 'one']
      const played = await machine.json(words)
      const [first, second] = played['peers'] as { stateHash: string }[]
      expect(first?.stateHash).toMatch(/^[0-9a-f]{64}$/)
      expect(second).toEqual(first)
      expect(played).toMatchObject({ link: `hypergit://${String(played['id'])}`, blacklist: [] })
      expect(await machine.json(words, { code: 2 })).toMatchObject({ error: { code: 'invalid' } })
      expect(await machine.json([...words, '--mirror', 'http://127.0.0.1:1'], { code: 2 })).toMatchObject({
        error: { code: 'usage', message: expect.stringContaining('--bootstrap') },
      })
    },
    testMsMax,
  )

  test(
    'scenario files pass, and a wrong expectation fails',
    async () => {
      const results = await machine.lines(['conformance', conformance, '--orders', '3', '--seed', '2'])
      expect(results.length).toBeGreaterThan(0)
      expect(results.every(({ passed }) => passed === true)).toBe(true)
      const wrong = join(world.dir.path, 'wrong.yaml')
      const steps = 'cores: [a]\nsteps: [{ id: x, by: a, action: { type: ack } }]'
      await writeFile(wrong, `scenario: right\n${steps}\n---\nscenario: wrong\n${steps}\nexpect: { muted: [a] }\n`)
      expect(await machine.lines(['conformance', wrong, '--orders', '1'], { code: 1 })).toMatchObject([
        { scenario: 'right', passed: true, failures: [] },
        { scenario: 'wrong', passed: false, failures: ['muted is [], expected ["a"]'] },
        { error: { code: 'conformance', message: '1 of 2 scenarios failed' } },
      ])
      const unwritable = join(world.dir.path, 'unwritable.jsonl')
      await writeFile(
        unwritable,
        '\n{"scenario":"x","cores":["a"],"steps":[{"by":"a","action":{"type":"ack","x":1}}]}\n',
      )
      expect(await machine.run(['conformance', wrong, unwritable])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('unwritable.jsonl:2: step step1: ack has no field x'),
      })
      const broken = join(world.dir.path, 'broken.yaml')
      await writeFile(broken, 'scenario: x\nlog: [\n')
      expect(await machine.json(['conformance', broken], { code: 2 })).toMatchObject({
        error: { code: 'usage', message: expect.stringContaining('broken.yaml:') },
      })
    },
    testMsMax,
  )
})
