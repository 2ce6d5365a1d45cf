import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openPeer } from '@hypergit/client'
import { openHostilePeer } from '@hypergit/client/testing'
import { logId, toZ32 } from '@hypergit/domain'
import { requires, tempDir, until, type TempDir } from '@hypergit/testing'
import type { RunningMirror } from '../src/index.js'
import { answered, MirrorApi, startMirror, TestPeer } from './mirror-world.js'

requires('redis')('a mirror that meets a hostile writer', () => {
  let data: TempDir
  let mallorysHome: TempDir
  let mirror: RunningMirror
  let api: MirrorApi
  let alice: TestPeer
  let carol: TestPeer | undefined

  beforeAll(async () => {
    data = await tempDir('hypergit-mirror-')
    mallorysHome = await tempDir('hypergit-peer-')
    mirror = await startMirror(data.path)
    api = new MirrorApi(mirror)
    alice = await TestPeer.start(mirror.bootstrap ?? '')
  }, 60_000)

  afterAll(async () => {
    await carol?.close()
    await alice?.close()
    await mirror?.close()
    await data?.remove()
    await mallorysHome?.remove()
  }, 30_000)

  test('blacklists a core that writes although it has seen its mute, keeps the evidence, and serves no later op of it', async () => {
    const repo = answered(await alice.peer.createRepository({ name: 'moderated' })).id
    alice.seed()
    await api.host(repo)
    const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
    const thread = opened?.op
    if (thread === undefined) throw new Error('nothing was written')

    const options = { home: join(mallorysHome.path, 'home'), bootstrap: mirror.bootstrap ?? '' }
    const honest = await openPeer(options)
    const { core } = answered(await honest.cloneRepository({ link: repo }))
    answered(await honest.write({ repo, actions: [{ type: 'comment', thread, body: 'still polite' }] }))
    await until(async () => (await api.comments(repo, '1')).length === 1, { what: 'the polite comment is shown' })
    await alice.write(repo, { type: 'mute', target: core })
    await until(async () => answered(await honest.status({ repo })).repositories[0]?.muted === true, {
      what: 'the mute has arrived',
    })
    await honest.close()

    const spam = (body: string, citing: 'all' | 'nothing') =>
      mallory.append({ repo: logId(repo), citing, action: { type: 'comment', thread, body } })
    const proven = async () => (await api.connections(repo)).flatMap((connection) => connection.proven)
    const mallory = await openHostilePeer(options)
    try {
      const violation = await spam('spam', 'all')
      await until(async () => (await api.repository(repo)).blacklist?.some((entry) => entry.core === toZ32(core)), {
        what: 'the core is on the blacklist',
      })
      const shown = await api.get<object>(`/api/repositories/${toZ32(repo)}/ops/${toZ32(violation)}`)
      expect(shown).toMatchObject({ outcome: expect.anything() })
      await until(async () => !(await proven()).includes(toZ32(core)), {
        what: 'the connection that proved its key is dropped',
        timeoutMs: 20_000,
      })
      const later = await spam('more spam', 'nothing')
      await alice.write(repo, { type: 'comment', thread, body: 'peace' })
      await api.agrees(alice, repo, 20_000)
      expect((await api.comments(repo, '1')).map(({ body }) => body)).not.toContain('more spam')
      await alice.close()
      await mallory.close()

      // Nobody but the mirror is left to tell.
      carol = await TestPeer.start(mirror.bootstrap ?? '')
      answered(await carol.peer.cloneRepository({ link: repo }))
      carol.seed()
      await api.agrees(carol, repo, 20_000)
      const [status] = answered(await carol.peer.status({ repo })).repositories
      expect(status?.blacklist).toMatchObject([{ core, op: violation }])
      expect(status?.heads.find((head) => head.core === core)?.head).toBe(violation)
      expect((await carol.peer.op({ repo, op: later })).ok).toBe(false)
    } finally {
      await mallory.close()
    }
  }, 90_000)
})
