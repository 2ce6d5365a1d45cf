import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { requires, tempDir, until, type TempDir } from '@hypergit/testing'
import type { RunningMirror } from '../src/index.js'
import { answered, MirrorApi, startMirror, TestPeer, type BackendKind } from './mirror-world.js'

const suite = (kind: BackendKind) => () => {
  let data: TempDir
  let mirror: RunningMirror
  let api: MirrorApi
  let alice: TestPeer
  let bob: TestPeer
  let repo: string
  let thread: string

  beforeAll(async () => {
    data = await tempDir('hypergit-mirror-')
    mirror = await startMirror(data.path, { HYPERGIT_QUEUES: kind })
    api = new MirrorApi(mirror)
    const bootstrap = mirror.bootstrap ?? ''
    alice = await TestPeer.start(bootstrap)
    bob = await TestPeer.start(bootstrap)
    repo = answered(await alice.peer.createRepository({ name: 'pipeline' })).id
    alice.seed()
  }, 60_000)

  afterAll(async () => {
    await bob?.close()
    await alice?.close()
    await mirror?.close()
    await data?.remove()
  }, 30_000)

  test('a thread of a hosted repository is shown', async () => {
    const [opened] = await alice.write(repo, {
      type: 'thread.open',
      kind: 'issue',
      title: 'Crash',
      body: 'It crashes.',
    })
    thread = opened?.op ?? ''
    await api.host(repo)
    await until(async () => (await api.comments(repo, '1')).length === 0, {
      what: 'the thread is shown',
      timeoutMs: 20_000,
    })
    await api.agrees(alice, repo, 20_000)
  }, 45_000)

  test('the comment of a second peer is shown within two seconds', async () => {
    answered(await bob.peer.cloneRepository({ link: repo }))
    bob.seed()
    await bob.write(repo, { type: 'comment', thread: thread as never, body: 'hello' })
    const body = 'me too'
    await bob.write(repo, { type: 'comment', thread: thread as never, body })
    await until(async () => (await api.comments(repo, '1')).some((comment) => comment.body === body), {
      what: 'the comment is shown',
      timeoutMs: 10_000,
    })
    await api.agrees(bob, repo, 10_000)
    expect((await api.repository(repo)).blacklist).toEqual([])
  }, 60_000)
}

requires('redis')('a mirror on Redis', suite('redis'))
requires('postgres')('a mirror on PostgreSQL alone', suite('postgres'))
