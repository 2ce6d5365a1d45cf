import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { toZ32, type OpId } from '@hypergit/domain'
import { requires, tempDir, until, type TempDir } from '@hypergit/testing'
import type { RunningMirror } from '../src/index.js'
import { answered, MirrorApi, startMirror, TestPeer } from './mirror-world.js'
import { mailsOf, subscribe } from './outbox.js'

requires('redis')('a mirror that starts again', () => {
  let data: TempDir
  let mirror: RunningMirror | undefined
  let alice: TestPeer
  let repo: string
  let thread: OpId

  const start = async (): Promise<MirrorApi> => {
    mirror = await startMirror(data.path)
    return new MirrorApi(mirror)
  }

  const stop = async (): Promise<void> => {
    await mirror?.close()
    mirror = undefined
  }

  const told = async (word: string): Promise<number> =>
    (await mailsOf(data.path)).filter((mail) => mail.includes(word)).length

  beforeEach(async () => {
    data = await tempDir('hypergit-mirror-')
    const api = await start()
    alice = await TestPeer.start(mirror?.bootstrap ?? '')
    repo = answered(await alice.peer.createRepository({ name: 'again' })).id
    alice.seed()
    await api.host(repo)
    const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
    if (opened === undefined) throw new Error('nothing was written')
    thread = opened.op
    await until(() => api.comments(repo, '1'), { what: 'the thread is shown', timeoutMs: 20_000 })
    await subscribe(data.path, mirror?.publicUrl ?? '', toZ32(thread), 'reader@example.org')
    await alice.write(repo, { type: 'comment', thread, body: 'sooner-word' })
    await until(async () => (await told('sooner-word')) === 1, { what: 'the first mail is written' })
    await api.agrees(alice, repo, 20_000)
  }, 90_000)

  afterEach(async () => {
    await alice?.close()
    await stop()
    await data?.remove()
  }, 30_000)

  test('goes on where it was, and mails only what is new', async () => {
    await stop()
    const api = await start()
    await alice.write(repo, { type: 'comment', thread, body: 'later-word' })
    await until(async () => (await told('later-word')) === 1, { what: 'the second mail is written', timeoutMs: 30_000 })
    await api.agrees(alice, repo, 30_000)
    expect(await told('sooner-word')).toBe(1)
  }, 90_000)

  test.each([
    ['was deleted', () => rm(join(data.path, 'validator'), { recursive: true })],
    [
      'another version wrote in another format',
      () => writeFile(join(data.path, 'validator', 'state', 'stores', 'hypergit-format'), '1\n'),
    ],
  ])(
    'rebuilds a validator state that %s, without a mail for what was there',
    async (_, change) => {
      await stop()
      await change()
      const api = await start()
      await alice.write(repo, { type: 'comment', thread, body: 'later-word' })
      await until(async () => (await told('later-word')) === 1, {
        what: 'the second mail is written',
        timeoutMs: 30_000,
      })
      await api.agrees(alice, repo, 30_000)
      expect((await api.comments(repo, '1')).map(({ body }) => body)).toEqual(['sooner-word', 'later-word'])
      expect(await told('sooner-word')).toBe(1)
    },
    90_000,
  )
})
