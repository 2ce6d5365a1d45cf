import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tempDir, type TempDir } from '@hypergit/testing'
import { CommandFailure } from './failures.js'
import { readScenarios } from './scenario-files.js'

const json = (name: string, by = 'a'): string =>
  `{"scenario":"${name}","cores":["a"],"steps":[{"by":"${by}","action":{"type":"ack"}}]}`
const yaml = (...steps: readonly string[]): string =>
  `scenario: one\ncores: [a, b]\nsteps:${steps.length === 0 ? ' []' : steps.map((step) => `\n  - ${step}`).join('')}`

describe('A scenario file', () => {
  let dir: TempDir
  beforeAll(async () => {
    dir = await tempDir('hypergit-scenarios-')
  })
  afterAll(() => dir.remove())

  const read = async (name: string, text: string | Uint8Array): Promise<readonly string[]> => {
    const file = join(dir.path, name)
    await writeFile(file, text)
    return (await readScenarios(file)).map(({ scenario }) => scenario.name)
  }

  test.each([
    [
      'YAML documents',
      'two.yaml',
      `# first\n${yaml('{ by: a, action: { type: ack } }')}\n---\n${yaml()}\n---\n`,
      ['one', 'one'],
    ],
    ['one JSON value', 'one.json', json('x'), ['x']],
    ['JSON with tabs', 'tabs.json', '{\n\t"scenario": "x",\n\t"cores": ["a"]\n}', ['x']],
    ['a list of scenarios', 'list.json', `[${json('x')},\n${json('y')}]`, ['x', 'y']],
    ['JSON lines', 'lines.jsonl', `${json('x')}\n\n${json('y')}\r\n`, ['x', 'y']],
    ['JSON lines of any name', 'lines.txt', `${json('x')}\n${json('y')}\n`, ['x', 'y']],
    ['a byte order mark before them', 'mark.jsonl', `\uFEFF${json('x')}\n`, ['x']],
  ])('may hold %s', async (_, name, text, names) => {
    expect(await read(name, text)).toEqual(names)
  })

  test.each([
    ['nothing', 'a.yaml', '', '1: there is no scenario in it'],
    ['comments', 'a.yaml', '# nothing\n---\n# more of it\n', '1: there is no scenario in it'],
    ['blank lines', 'a.jsonl', '\n\n', '1: there is no scenario in it'],
    ['a text', 'a.yaml', '\nscenario\n', '2: a scenario must be a map'],
    ['bytes', 'a.yaml', new Uint8Array([0, 1, 255, 254]), '1: a scenario must be a map'],
    ['bad YAML', 'a.yaml', 'scenario: x\ncores: [a\nsteps: []\n', '3: '],
    ['a key twice', 'a.yaml', 'scenario: x\nscenario: y\n', '2: Map keys must be unique'],
    ['an alias of nothing', 'a.yaml', 'scenario: x\ncores: *cores\n', '1: Unresolved alias'],
    ['a bad line', 'a.jsonl', `${json('x')}\n{"scenario":\n`, '2: '],
    [
      'a line with a bad step',
      'a.txt',
      `${json('x')}\n${json('y', 'z')}\n`,
      '2: steps[0].by is z, which is none of the cores',
    ],
    ['a bad scenario in a list', 'a.json', `[\n${json('x')},\n${json('y', 'z')}\n]`, '3: steps[0].by is z'],
    [
      'a bad second document',
      'a.yaml',
      `${yaml()}\n---\nscenario: two\ncores: []\n`,
      '6: cores must name at least the one',
    ],
    ['no cores', 'a.yaml', 'scenario: x\n', '1: cores must name at least the one'],
    ['a core twice', 'a.yaml', 'scenario: x\ncores:\n  - a\n  - a\n', '4: cores[1] names a a second time'],
    ['another kind of log', 'a.yaml', 'scenario: x\ncores: [a]\nlog: mail\n', '3: log must be repository or user'],
    ['an unknown field', 'a.yaml', `${yaml()}\nbecause: x\n`, '4: because is no field; there are scenario, log'],
    [
      'an unknown field of a step',
      'a.yaml',
      yaml('{ by: a, action: { type: ack } }', '{ by: a, foo: 1 }'),
      '5: steps[1].foo is no field',
    ],
    [
      'an unknown part of what is expected',
      'a.yaml',
      `${yaml()}\nexpect:\n  outcome: {}\n`,
      '5: expect.outcome is no field',
    ],
    ['a step of nobody', 'a.yaml', yaml('{ action: { type: ack } }'), '4: steps[0].by is missing'],
    ['a step without an action', 'a.yaml', yaml('{ by: a }'), '4: steps[0] must have either an action or raw bytes'],
    ['an action without a type', 'a.yaml', yaml('{ by: a, action: {} }'), '4: steps[0].action.type is missing'],
    [
      'an unknown action',
      'a.yaml',
      yaml('by: a\n    action:\n      type: dance'),
      '6: steps[0].action.type is dance, which is no action',
    ],
    [
      'an id twice',
      'a.yaml',
      yaml('{ id: x, by: a, raw: "" }', '{ id: x, by: a, raw: "" }'),
      '5: steps[1].id is x, which is taken',
    ],
    ["a core's name as an id", 'a.yaml', yaml('{ id: b, by: a, raw: "" }'), '4: steps[0].id is b, which is taken'],
    [
      'the id of a join',
      'a.yaml',
      yaml('{ id: "join:b", by: a, raw: "" }'),
      '4: steps[0].id is join:b, which is taken',
    ],
    [
      'a step seen that is not there',
      'a.yaml',
      yaml('{ by: a, sees: [x], raw: "" }'),
      '4: steps[0].sees[0] names x, which is no earlier step',
    ],
    [
      'a fork of nothing',
      'a.yaml',
      yaml('{ by: a, fork: x, raw: "" }'),
      '4: steps[0].fork names x, which is no earlier step',
    ],
    [
      'a fork of somebody else',
      'a.yaml',
      yaml('{ id: x, by: a, raw: "" }', '{ by: b, fork: x, raw: "" }'),
      '5: steps[1].fork names x, which a wrote, not b',
    ],
    ['a negative time', 'a.yaml', yaml('{ by: a, at: -1, raw: "" }'), '4: steps[0].at must be ms'],
    ['bytes that are none', 'a.yaml', yaml('{ by: a, raw: zz }'), '4: steps[0].raw must be at most'],
  ])('with %s is refused, with the line', async (_, name, text, said) => {
    const failure: unknown = await read(name, text).catch((error: unknown) => error)
    const message = failure instanceof CommandFailure ? failure.message : ''
    expect(message).toContain(`${join(dir.path, name)}:${said}`)
    expect(failure).toMatchObject({ status: 2 })
  })

  test('whose values refer to each other without end is refused', async () => {
    const levels = ['a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]', 'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]']
    levels.push('c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]', 'd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]')
    await expect(read('a.yaml', levels.join('\n'))).rejects.toThrow('a.yaml:1: Excessive alias count')
  })

  test('that is none is refused', async () => {
    await expect(readScenarios(dir.path)).rejects.toMatchObject({ status: 2 })
    await expect(readScenarios(join(dir.path, 'nowhere.yaml'))).rejects.toMatchObject({ status: 2 })
  })
})
