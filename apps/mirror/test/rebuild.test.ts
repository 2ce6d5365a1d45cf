import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
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

  beforeAll(async () => {
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

  afterAll(async () => {
    await alice?.close()
    await stop()
    await data?.remove()
  }, 30_000)

  /** Alice writes while it is away or after it is back: it is mailed once, and so was everything before. */
  const goesOn = async (word: string, before: readonly string[]): Promise<void> => {
    const api = await start()
    await alice.write(repo, { type: 'comment', thread, body: word })
    await until(async () => (await told(word)) === 1, { what: `the mail about ${word} is written`, timeoutMs: 30_000 })
    await api.agrees(alice, repo, 30_000)
    expect((await api.comments(repo, '1')).map(({ body }) => body)).toEqual([...before, word])
    for (const one of before) expect(await told(one)).toBe(1)
  }

  test('goes on where it was, and mails only what is new', async () => {
    await stop()
    await goesOn('later-word', ['sooner-word'])
  }, 90_000)

  test('rebuilds a validator state that was deleted, without a mail for what was there', async () => {
    await stop()
    await rm(join(data.path, 'validator'), { recursive: true })
    await goesOn('after-loss', ['sooner-word', 'later-word'])
  }, 90_000)

  test('rebuilds a validator state that another version wrote in another format, without a mail for what was there', async () => {
    await stop()
    await writeFile(join(data.path, 'validator', 'state', 'stores', 'hypergit-format'), '1\n')
    await goesOn('after-change', ['sooner-word', 'later-word', 'after-loss'])
  }, 90_000)
})
