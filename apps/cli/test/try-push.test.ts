import { existsSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { requires, tempDir, type TempDir } from '@hypergit/testing'
import { pushRemote } from '../src/git/push-remote.js'
import { tryPush } from '../src/git/try-push.js'
import { Checkout, gitIn } from './checkout.js'

const never = new Promise<void>(() => undefined)
const [main, branch, tag] = ['refs/heads/main', 'refs/heads/probe', 'refs/tags/probe']

requires('git')('A push that is only tried', () => {
  let dir: TempDir
  let checkout: Checkout
  beforeEach(async () => {
    dir = await tempDir()
    checkout = await Checkout.make(dir.path)
  })
  afterEach(async () => {
    await checkout.hosted.close()
    await dir.remove()
  })

  const tried = (refs: readonly string[] = [main, branch, tag], withinMs = 15_000) =>
    tryPush({ folder: checkout.folder, remote: 'origin', refs, withinMs, stopped: never })

  test('is answered yes and changes nothing: no ref, no hook, whatever a push usually takes along', async () => {
    const hook = '#!/bin/sh\ntouch hook-ran\nexit 1\n'
    writeFileSync(join(checkout.folder, '.git', 'hooks', 'pre-push'), hook, { mode: 0o755 })
    checkout.git('config', 'push.followTags', 'true')
    checkout.tag('v1')
    checkout.commit('Go on')
    const before = checkout.refs()
    expect(await tried()).toEqual([main, branch, tag].map(() => ({ remote: 'yes' })))
    expect(checkout.refs()).toBe(before)
    expect(existsSync(join(checkout.folder, 'hook-ran'))).toBe(false)
  })

  test('is answered by a server as by a folder: no where it takes none, yes where it does', async () => {
    checkout.git('remote', 'set-url', 'origin', checkout.url)
    for (const answer of await tried()) expect(answer).toEqual({ remote: 'no', why: expect.stringContaining('403') })
    gitIn(checkout.bare, 'config', 'http.receivepack', 'true')
    for (const answer of await tried()) expect(answer).toEqual({ remote: 'yes' })
  })

  test('is left open where the remote cannot be reached, with the reason', async () => {
    for (const [url, why] of [
      ['file:///nowhere/pond.git', 'does not appear to be a git repository'],
      ['http://127.0.0.1:1/pond.git', '127.0.0.1'],
    ] as const) {
      checkout.git('remote', 'set-url', 'origin', url)
      for (const answer of await tried())
        expect(answer).toEqual({ remote: 'unknown', why: expect.stringContaining(why) })
    }
  })

  test('of a commit that does not follow on the branch says nothing about rights there', async () => {
    checkout.commit('Theirs')
    checkout.git('push', '--quiet', 'origin', 'main')
    checkout.git('reset', '--quiet', '--hard', 'HEAD~')
    checkout.commit('Mine')
    expect(await tried()).toEqual([
      { remote: 'unknown', why: expect.stringContaining('non-fast-forward') },
      { remote: 'yes' },
      { remote: 'yes' },
    ])
  })

  test('to a remote that never answers is left after the time given', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    checkout.git('remote', 'set-url', 'origin', `git://127.0.0.1:${port}/pond.git`)
    expect(await tried([main], 300)).toEqual([{ remote: 'unknown', why: 'no answer within 0.3 s' }])
    silent.close()
  })

  test('goes to the remote with the repository’s git URL, else to origin, and tells which is on this machine', async () => {
    const { folder, bare } = checkout
    expect(await pushRemote(folder, 'https://example.org/pond.git')).toEqual({ name: 'origin', isHere: true })
    checkout.git('remote', 'rename', 'origin', 'upstream')
    expect(await pushRemote(folder, 'https://example.org/pond.git')).toBeUndefined()
    checkout.git('remote', 'add', 'origin', checkout.url)
    expect(await pushRemote(folder, bare)).toEqual({ name: 'upstream', isHere: true })
    expect(await pushRemote(folder, '')).toEqual({ name: 'origin', isHere: false })
  })
})
