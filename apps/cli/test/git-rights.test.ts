import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requires } from '@hypergit/testing'
import { Checkout, gitIn } from './checkout.js'
import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

const names = ['merge', 'createBranch', 'editFile', 'tag', 'release']
const column = (list: readonly Json[], name: string): unknown[] => list.map((right) => right[name])
const right = (list: readonly Json[], capability: string): Json =>
  list.find((one) => one['capability'] === capability) ?? {}

/** What the remote itself answers, in each of its ways, is in try-push.test.ts. */
requires('git')('Git rights from the command line', () => {
  let world: World
  let machine: Machine
  let checkout: Checkout
  let here: { readonly cwd: string }

  const rights = async (words: readonly string[] = [], options: object = here): Promise<Json[]> =>
    (await machine.json(['repo', 'capabilities', ...words], options))['capabilities'] as Json[]
  const merge = (words: readonly string[] = [], code = 0): Promise<Json> =>
    machine.json(['pull', 'merge', '1', '--commit', 'abcdef1', ...words], { ...here, code })
  const leftOpen = async (reason: string, options: object, words: readonly string[] = []): Promise<void> => {
    const list = await rights(words, options)
    expect(column(list, 'remote')).toEqual(names.map(() => 'unknown'))
    expect(column(list, 'allowed')).toEqual(names.map(() => true))
    expect(right(list, 'merge')['note']).toContain(reason)
  }
  /** What was written since the repository was founded. */
  const written = async (): Promise<unknown[]> => column(await machine.lines(['log'], here), 'type').slice(1)

  beforeAll(async () => {
    world = await World.offline()
    machine = await world.machine()
    checkout = await Checkout.make(world.dir.path)
    here = { cwd: checkout.folder }
    await machine.json(['repo', 'create', 'pond', '--offline'], here)
    const source = ['--url', 'https://example.org/a.git', '--head', 'fix', '--commit', 'abcdef1']
    await machine.json(['pull', 'open', '-t', 'Fix', '-b', '', ...source, '--offline'], here)
  }, setupMsMax)
  afterAll(async () => {
    await checkout.hosted.close()
    await world.close()
  })
  afterEach(() => {
    for (const name of checkout.git('remote').split('\n')) if (name !== '') checkout.git('remote', 'remove', name)
    checkout.git('remote', 'add', 'origin', checkout.bare)
  })

  test(
    'are what is declared and what the remote answers, and asking changes nothing',
    async () => {
      const before = checkout.refs()
      const [answer, shown] = await Promise.all([
        machine.json(['repo', 'capabilities'], here),
        machine.run(['repo', 'capabilities'], here),
      ])
      const id = expect.stringMatching(/^[a-z0-9]{52}$/)
      expect(answer).toMatchObject({ core: id, person: answer['core'], role: 'admin' })
      expect(answer['capabilities']).toEqual([
        ...names.slice(0, 4).map((capability) => ({ capability, declared: true, remote: 'yes', allowed: true })),
        { capability: 'release', declared: true, remote: 'yes', allowed: true, note: expect.stringContaining('tag') },
      ])
      expect(checkout.refs()).toBe(before)
      expect(checkout.git('status', '--porcelain')).toBe('')
      expect(shown).toMatchObject({ code: 0, stdout: expect.stringMatching(/capability +declared +git remote/) })
    },
    testMsMax,
  )

  test(
    'are refused where the remote takes no pushes, and so is the merge, before anything is written',
    async () => {
      checkout.git('remote', 'set-url', 'origin', checkout.url)
      const list = await rights()
      expect(column(list, 'declared')).toEqual(names.map(() => true))
      expect(column(list, 'remote')).toEqual(names.map(() => 'no'))
      expect(column(list, 'allowed')).toEqual(names.map(() => false))
      expect(right(list, 'tag')['whyNot']).toMatch(/git remote origin refuses: .*403/)
      expect(await merge([], 1)).toMatchObject({
        error: { code: 'refused', capability: 'merge', message: expect.stringContaining('403') },
      })
      expect(await written()).toEqual(['thread.open'])
    },
    testMsMax,
  )

  test(
    'a remote on this machine is asked under --offline too, another one is not',
    async () => {
      const server = join(world.dir.path, 'refusing')
      const denied = 'Permission to pond.git denied to ann'
      writeFileSync(server, `#!/bin/sh\necho "ERROR: ${denied}." >&2\nexit 1\n`, { mode: 0o755 })
      checkout.git('config', 'remote.origin.receivepack', server)
      expect(await merge(['--offline'], 1)).toMatchObject({
        error: { code: 'refused', message: expect.stringContaining(denied) },
      })
      checkout.git('remote', 'set-url', 'origin', checkout.url)
      expect(column(await rights(['--offline']), 'remote')).toEqual(names.map(() => 'unknown'))
    },
    testMsMax,
  )

  test(
    'are left open with the reason where nothing can be asked, and the merge is recorded',
    async () => {
      const other = join(world.dir.path, 'other')
      mkdirSync(other)
      gitIn(other, 'init', '--quiet')
      await leftOpen('not linked', { cwd: other }, ['pond'])
      await leftOpen('no git checkout', { cwd: world.dir.path }, ['pond'])
      await leftOpen('git is not installed', { env: { PATH: '/nowhere' } }, ['pond'])
      checkout.git('remote', 'remove', 'origin')
      await leftOpen('no remote', here)
      await merge(['--offline'])
      expect(await machine.lines(['pull', 'list', '-s', 'merged'], here)).toHaveLength(1)
    },
    testMsMax,
  )

  test(
    'name the policy that leaves one out, and an admin does not record a merge against it',
    async () => {
      const policy = await machine.json(['policy', 'set', '--role', 'admin', '--can', 'tag', '--offline'], here)
      const list = await rights()
      expect(column(list, 'declared')).toEqual([false, false, false, true, false])
      expect(column(list, 'remote')).toEqual(names.map(() => 'yes'))
      expect(right(list, 'merge')['whyNot']).toContain(String(policy['op']).slice(0, 8))
      expect(right(list, 'tag')).not.toHaveProperty('whyNot')
      expect(await merge(['--offline'], 1)).toMatchObject({
        error: { code: 'refused', capability: 'merge', message: expect.stringContaining('git policy for admins') },
      })
      expect((await written()).filter((type) => type !== 'git.policy')).toEqual(['thread.open', 'pull.merge'])
    },
    testMsMax,
  )
})
