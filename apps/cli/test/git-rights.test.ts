import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { requires } from '@hypergit/testing'
import { tryPush } from '../src/git/try-push.js'
import { HostedGit } from './hosted-git.js'
import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

const names = ['merge', 'createBranch', 'editFile', 'tag', 'release']
const author = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org']
const never = new Promise<void>(() => undefined)

const gitIn = (folder: string, ...words: string[]): string =>
  execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim()
const column = (list: readonly Json[], name: string): unknown[] => list.map((right) => right[name])
const right = (list: readonly Json[], capability: string): Json =>
  list.find((one) => one['capability'] === capability) ?? {}

requires('git')('Git rights from the command line', () => {
  let world: World
  let machine: Machine
  let hosted: HostedGit
  let bare: string
  let checkout: string
  let here: { readonly cwd: string }

  const git = (...words: string[]): string => gitIn(checkout, ...words)
  const commit = (message: string): void => {
    git(...author, 'commit', '--quiet', '--allow-empty', '-m', message)
  }
  const rights = async (words: readonly string[] = [], options: { readonly cwd?: string } = here): Promise<Json[]> =>
    (await machine.json(['repo', 'capabilities', ...words], options))['capabilities'] as Json[]
  /** Everything that a push could have changed, there and here. */
  const refs = (): string => [bare, checkout].map((folder) => gitIn(folder, 'show-ref')).join('\n')
  const pull = async (): Promise<void> => {
    const words = ['-t', 'Fix', '-b', '', '--url', 'https://example.org/a.git', '--head', 'fix', '--commit', 'abcdef1']
    await machine.json(['pull', 'open', ...words, '--offline'], here)
  }
  const mergeWords = ['pull', 'merge', '1', '--commit', 'abcdef1']
  const opCount = async (): Promise<number> => (await machine.lines(['log'], here)).length

  beforeEach(async () => {
    world = await World.offline()
    machine = await world.machine()
    bare = join(world.dir.path, 'hosted', 'pond.git')
    checkout = join(world.dir.path, 'checkout')
    here = { cwd: checkout }
    for (const folder of [bare, checkout]) mkdirSync(folder, { recursive: true })
    gitIn(bare, 'init', '--quiet', '--bare', '--initial-branch=main')
    git('init', '--quiet', '--initial-branch=main')
    git('remote', 'add', 'origin', bare)
    commit('Begin')
    git('push', '--quiet', 'origin', 'main')
    hosted = await HostedGit.serve(join(world.dir.path, 'hosted'))
    await machine.json(['repo', 'create', 'pond', '--offline'], here)
  }, setupMsMax)
  afterEach(async () => {
    await hosted.close()
    await world.close()
  })

  test(
    'are what is declared and what the remote answers, and asking changes nothing',
    async () => {
      writeFileSync(join(checkout, '.git', 'hooks', 'pre-push'), '#!/bin/sh\ntouch hook-ran\nexit 1\n', { mode: 0o755 })
      git('config', 'push.followTags', 'true')
      git(...author, 'tag', '-a', 'v1', '-m', 'One')
      commit('Go on')
      const before = refs()
      const answer = await machine.json(['repo', 'capabilities'], here)
      const id = expect.stringMatching(/^[a-z0-9]{52}$/)
      expect(answer).toMatchObject({ core: id, person: answer['core'], role: 'admin' })
      expect(answer['capabilities']).toEqual([
        ...names.slice(0, 4).map((capability) => ({ capability, declared: true, remote: 'yes', allowed: true })),
        { capability: 'release', declared: true, remote: 'yes', allowed: true, note: expect.stringContaining('tag') },
      ])
      expect(refs()).toBe(before)
      expect(git('status', '--porcelain')).toBe('')

      const shown = await machine.run(['repo', 'capabilities'], here)
      expect(shown).toMatchObject({ code: 0, stdout: expect.stringMatching(/capability +declared +git remote/) })
    },
    testMsMax,
  )

  test(
    'name the policy that leaves one out, and an admin does not record a merge against it',
    async () => {
      await pull()
      const policy = await machine.json(['policy', 'set', '--role', 'admin', '--can', 'tag', '--offline'], here)
      const list = await rights()
      expect(column(list, 'declared')).toEqual([false, false, false, true, false])
      expect(column(list, 'remote')).toEqual(names.map(() => 'yes'))
      expect(right(list, 'merge')['whyNot']).toContain(String(policy['op']).slice(0, 8))
      expect(right(list, 'tag')).not.toHaveProperty('whyNot')
      const before = await opCount()
      expect(await machine.json([...mergeWords, '--offline'], { ...here, code: 1 })).toMatchObject({
        error: { code: 'refused', capability: 'merge', message: expect.stringContaining('git policy for admins') },
      })
      expect(await opCount()).toBe(before)
    },
    testMsMax,
  )

  test(
    'are refused where the remote takes no pushes, and so is the merge, before anything is written',
    async () => {
      await pull()
      git('remote', 'set-url', 'origin', `${hosted.origin}/pond.git`)
      const list = await rights()
      expect(column(list, 'declared')).toEqual(names.map(() => true))
      expect(column(list, 'remote')).toEqual(names.map(() => 'no'))
      expect(column(list, 'allowed')).toEqual(names.map(() => false))
      expect(right(list, 'tag')['whyNot']).toMatch(/git remote origin refuses: .*403/)
      const before = await opCount()
      expect(await machine.json(mergeWords, { ...here, code: 1 })).toMatchObject({
        error: { code: 'refused', capability: 'merge', message: expect.stringContaining('403') },
      })
      expect(await opCount()).toBe(before)

      gitIn(bare, 'config', 'http.receivepack', 'true')
      expect(column(await rights(), 'remote')).toEqual(names.map(() => 'yes'))
      expect(column(await rights(['--offline']), 'remote')).toEqual(names.map(() => 'unknown'))
    },
    testMsMax,
  )

  test(
    'a remote on this machine is asked under --offline too, and the one with the repository’s git URL comes first',
    async () => {
      await pull()
      git('remote', 'rename', 'origin', 'upstream')
      git('remote', 'add', 'origin', '/nowhere/pond.git')
      expect(column(await rights(), 'remote')).toEqual(names.map(() => 'yes'))
      const server = join(world.dir.path, 'refusing')
      writeFileSync(server, '#!/bin/sh\necho "ERROR: Permission to pond.git denied to ann." >&2\nexit 1\n', {
        mode: 0o755,
      })
      git('config', 'remote.upstream.receivepack', server)
      expect(await machine.json([...mergeWords, '--offline'], { ...here, code: 1 })).toMatchObject({
        error: { code: 'refused', message: expect.stringContaining('Permission to pond.git denied to ann') },
      })
    },
    testMsMax,
  )

  test(
    'are left open with the reason where the remote cannot tell, and the merge is recorded',
    async () => {
      await pull()
      const unknown = async (reason: string, options = here, words: readonly string[] = []): Promise<void> => {
        const list = await rights(words, options)
        expect(column(list, 'remote')).toEqual(names.map(() => 'unknown'))
        expect(column(list, 'allowed')).toEqual(names.map(() => true))
        expect(right(list, 'merge')['note']).toContain(reason)
      }
      await unknown('no git checkout', { cwd: world.dir.path }, ['pond'])
      const other = join(world.dir.path, 'other')
      mkdirSync(other)
      gitIn(other, 'init', '--quiet')
      await unknown('not linked', { cwd: other }, ['pond'])
      git('remote', 'set-url', 'origin', 'file:///nowhere/pond.git')
      await unknown('does not appear to be a git repository')
      git('remote', 'set-url', 'origin', 'http://127.0.0.1:1/pond.git')
      await unknown('127.0.0.1')
      git('remote', 'remove', 'origin')
      await unknown('no remote')
      await machine.json([...mergeWords, '--offline'], here)
      expect(await machine.lines(['pull', 'list', '-s', 'merged'], here)).toHaveLength(1)
    },
    testMsMax,
  )

  test(
    'a commit that does not follow on the branch says nothing about rights, and no git leaves all open',
    async () => {
      commit('Theirs')
      git('push', '--quiet', 'origin', 'main')
      git('reset', '--quiet', '--hard', 'HEAD~')
      commit('Mine')
      const list = await rights()
      expect(column(list, 'remote')).toEqual(['unknown', 'yes', 'unknown', 'yes', 'yes'])
      expect(right(list, 'merge')['note']).toContain('non-fast-forward')
      const without = await machine.json(['repo', 'capabilities', 'pond'], { env: { PATH: '/nowhere' } })
      expect(right(without['capabilities'] as Json[], 'merge')['note']).toContain('git is not installed')
    },
    testMsMax,
  )

  test('a remote that never answers is left after the time given', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    git('remote', 'set-url', 'origin', `git://127.0.0.1:${port}/pond.git`)
    const ref = 'refs/heads/main'
    const asked = { folder: checkout, remote: 'origin', refs: [ref], withinMs: 300 }
    expect(await tryPush({ ...asked, stopped: never })).toEqual([{ remote: 'unknown', why: 'no answer within 0.3 s' }])
    silent.close()
  })
})
