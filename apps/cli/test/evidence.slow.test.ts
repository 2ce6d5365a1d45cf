import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { openHostilePeer } from '@hypergit/client/testing'
import { logId, opId, parseId, toZ32 } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

jest.setTimeout(testMsMax)

const hex = (z32: unknown): string => {
  const parsed = parseId(String(z32))
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.id
}

describe('Evidence on the command line', () => {
  let world: World
  let alice: Machine
  let stranger: Machine
  let why: Json
  const ids = {} as { log: string; link: string; bob: string; issue: string; mute: string; spam: string; ban: string }
  const file = (name: string): string => join(world.dir.path, name)

  /** alice mutes bob, who has seen it and comments all the same; all of it while her home is served. */
  beforeAll(async () => {
    world = await World.online()
    alice = await world.machine()
    const bob = await world.machine()
    stranger = await world.machine()
    const { id, link } = await alice.json(['repo', 'create', 'demo', '--offline'])
    Object.assign(ids, { log: id, link })
    ids.issue = String((await alice.json(['issue', 'open', 'demo', '-t', 'Crash', '--offline']))['op'])
    const seed = await alice.start(['seed', '--json'])
    await seed.line(/"serving"/)
    ids.bob = String((await bob.json(['repo', 'clone', String(link)]))['core'])
    await bob.json(['issue', 'comment', 'demo', '1', '-b', 'Hello.'])
    await bob.lines(['sync', 'demo', '--wait', '30'])
    ids.mute = String((await alice.json(['mute', ids.bob, '-R', 'demo', '--reason', 'spam']))['op'])
    await bob.lines(['sync', 'demo', '--wait', '30'])
    const hostile = await openHostilePeer({
      home: bob.home,
      ...(world.bootstrap === undefined ? {} : { bootstrap: world.bootstrap }),
    })
    const action = { type: 'comment', thread: opId(hex(ids.issue)), body: 'Spam.' } as const
    ids.spam = toZ32(await hostile.append({ repo: logId(hex(id)), action, citing: 'all' }))
    await until(async () => (await alice.run(['why', 'demo', ids.spam])).code === 0, {
      what: 'alice has the violation',
    })
    await hostile.close()
    why = await alice.json(['why', 'demo', ids.spam, '--evidence', file('spam.json')])
    ids.ban = String((await alice.json(['ban', ids.bob, '-R', 'demo', '--offline']))['op'])
  }, 2 * setupMsMax)
  afterAll(() => world.close())

  test('is written while the home is served, and checked by anybody without a home', async () => {
    expect(why).toMatchObject({
      op: ids.spam,
      outcome: 'violation',
      evidence: { file: file('spam.json'), kind: 'violation', op: ids.spam, core: ids.bob, cores: 2 },
    })
    expect((await stat(file('spam.json'))).mode & 0o644).toBe(0o644)
    const verified = await stranger.json(['evidence', 'verify', file('spam.json')])
    expect(verified).toMatchObject({
      holds: true,
      kind: 'violation',
      log: ids.log,
      core: ids.bob,
      op: ids.spam,
      outcome: 'violation',
      reason: 'muted',
      decidedBy: [ids.mute],
      cores: 2,
    })
    const said = await stranger.run(['evidence', 'verify', file('spam.json')])
    expect(said.code).toBe(0)
    for (const part of ['The evidence holds', ids.link, ids.bob, ids.spam, 'violation: muted', ids.mute.slice(0, 8)])
      expect(said.stdout).toContain(part)
    await expect(stat(stranger.home)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('of a ban says that it may have been lifted since', async () => {
    const said = await alice.run(['why', 'demo', ids.ban, '--evidence', file('ban.json')])
    expect(said).toMatchObject({ code: 0, stdout: expect.stringContaining('shows the ban') })
    const verified = await stranger.run(['evidence', 'verify', file('ban.json')])
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('Whether it still stands') })
  })

  test('of what blacklists nobody does not exist, and leaves the file alone', async () => {
    const refused = await alice.json(['why', 'demo', ids.issue, '--evidence', file('none.json')], { code: 1 })
    expect(refused).toMatchObject({
      error: { code: 'nothing-to-prove', message: expect.stringContaining('nothing to prove') },
    })
    await expect(stat(file('none.json'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('that was tampered with ends with 1 and says what is wrong', async () => {
    const text = await readFile(file('spam.json'), 'utf8')
    await writeFile(file('false.json'), text.replace('"reason":"muted"', '"reason":"locked"'))
    expect(await stranger.json(['evidence', 'verify', file('false.json')], { code: 1 })).toEqual({
      error: { code: 'evidence-fails', message: expect.stringContaining('"violation: muted"') },
    })
  })

  test.each([
    ['cut off', (text: string) => text.slice(0, -20), 'it is no JSON'],
    ['another document', () => '{"repo":"demo"}', 'format'],
  ])('that is %s cannot be read, which ends with 2', async (_what, change, said) => {
    const name = file('broken.json')
    await writeFile(name, change(await readFile(file('spam.json'), 'utf8')))
    expect(await stranger.run(['evidence', 'verify', name])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(said),
    })
  })

  test('that is not there ends with 2, and a place that cannot be written to with 1', async () => {
    expect(await stranger.run(['evidence', 'verify', file('nowhere.json')])).toMatchObject({ code: 2 })
    const refused = await alice.json(['why', 'demo', ids.spam, '--evidence', file('nowhere/spam.json')], { code: 1 })
    expect(refused).toMatchObject({ error: { code: 'unwritable-file' } })
  })
})
