import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openPeer } from '@hypergit/client'
import { openHostilePeer } from '@hypergit/client/testing'
import { logId, type OpId, toZ32 } from '@hypergit/domain'
import { requires, startDht, tempDir, until, type TempDir } from '@hypergit/testing'
import type { RunningMirror } from '../src/index.js'
import { downloadEvidence, verifyEvidence } from './evidence-file.js'
import { answered, MirrorApi, startMirror, TestPeer } from './mirror-world.js'

/** A home as a copied machine has it: everything but what ties it to the machine. */
const copyHome = async (from: string, to: string): Promise<void> => {
  for (const part of [join('cores', 'db'), 'heads', 'views', 'home.json'])
    await cp(join(from, part), join(to, part), { recursive: true })
}

requires('redis')('a machine that was copied and writes two histories', () => {
  let data: TempDir
  let homes: TempDir
  let mirror: RunningMirror
  let api: MirrorApi
  const peers: TestPeer[] = []
  const start = async (): Promise<TestPeer> => {
    const peer = await TestPeer.start(mirror.bootstrap ?? '')
    peers.push(peer)
    return peer
  }

  beforeAll(async () => {
    data = await tempDir('hypergit-mirror-')
    homes = await tempDir('hypergit-peer-')
    mirror = await startMirror(data.path)
    api = new MirrorApi(mirror)
  }, 60_000)

  afterAll(async () => {
    for (const peer of peers) await peer.close()
    await mirror?.close()
    await data?.remove()
    await homes?.remove()
  }, 30_000)

  test('is ignored from there on by mirror and peers alike, while who answered it goes on, and newcomers come to the same', async () => {
    const alice = await start()
    const repo = answered(await alice.peer.createRepository({ name: 'forked' })).id
    alice.seed()
    await api.host(repo)
    const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
    const thread = opened?.op as OpId
    const [home, twinHome] = [join(homes.path, 'bob'), join(homes.path, 'twin')]
    const online = { bootstrap: mirror.bootstrap ?? '' }

    const first = await openPeer({ home, ...online })
    const { core } = answered(await first.cloneRepository({ link: repo }))
    answered(await first.write({ repo, actions: [{ type: 'comment', thread, body: 'before' }] }))
    await first.close()
    await copyHome(home, twinHome)
    const again = await openPeer({ home, ...online })
    const said = answered(await again.write({ repo, actions: [{ type: 'comment', thread, body: 'one way' }] })).ops[0]
    await again.close()
    const offline = { bootstrap: '127.0.0.1:9', limits: { publishWaitMs: 0 } }
    const twin = await openHostilePeer({ home: twinHome, ...offline })
    const action = { type: 'comment', thread, body: 'the other way' } as const
    await twin.append({ repo: logId(repo), citing: 'nothing', action })
    await twin.close()

    const carol = await start()
    answered(await carol.peer.cloneRepository({ link: repo }))
    carol.seed()
    const bodies = async () => (await api.comments(repo, '1')).map(({ body }) => body)
    await until(async () => (await bodies()).includes('one way'), { what: 'the one history is shown' })
    await carol.write(repo, { type: 'comment', thread, body: 'an answer', replyTo: said?.op as OpId })

    const copied = await openPeer({ home: twinHome, ...online })
    try {
      const stop = new AbortController()
      void (async () => {
        for await (const _ of copied.seed({})) if (stop.signal.aborted) return
      })().catch(() => undefined)
      const listed = async () => (await api.repository(repo)).blacklist?.find((entry) => entry.core === toZ32(core))
      const entry = await until(listed, { what: 'the core is on the blacklist', timeoutMs: 30_000 })
      expect(entry).toMatchObject({ reason: 'equivocation' })
      await until(async () => !(await bodies()).includes('one way'), { what: 'what came after the fork is hidden' })
      const evidence = await downloadEvidence(mirror.publicUrl, repo, said?.op ?? '')
      expect(await verifyEvidence(evidence)).toMatchObject({
        code: 0,
        said: { holds: true, kind: 'equivocation', core: toZ32(core), op: toZ32(said?.op ?? '') },
      })
      await carol.write(repo, { type: 'comment', thread, body: 'going on' })
      await until(async () => (await bodies()).includes('going on'), { what: 'who cited it goes on' })
      expect(new Set(await bodies())).toEqual(new Set(['an answer', 'before', 'going on']))
      for (const peer of [alice, carol]) await api.agrees(peer, repo, 30_000)
      const refused = await copied.write({ repo, actions: [{ type: 'comment', thread, body: 'and now?' }] })
      expect(refused).toMatchObject({ ok: false, failure: { code: 'unwritable' } })
      stop.abort()
    } finally {
      await copied.close()
    }
    const dave = await start()
    answered(await dave.peer.cloneRepository({ link: repo }))
    dave.seed()
    await api.agrees(dave, repo, 30_000)
  }, 120_000)

  test('comes to what the others have of a branch that only somebody had who answered it elsewhere', async () => {
    const alice = await start()
    const repo = answered(await alice.peer.createRepository({ name: 'elsewhere' })).id
    alice.seed()
    await api.host(repo)
    const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
    const thread = opened?.op as OpId
    const [home, twinHome, erinHome] = ['bob2', 'twin2', 'erin2'].map((name) => join(homes.path, name))
    if (home === undefined || twinHome === undefined || erinHome === undefined) throw new Error('there are three')
    const online = { bootstrap: mirror.bootstrap ?? '' }
    const first = await openPeer({ home, ...online })
    const { core } = answered(await first.cloneRepository({ link: repo }))
    answered(await first.write({ repo, actions: [{ type: 'comment', thread, body: 'before' }] }))
    await first.close()
    await copyHome(home, twinHome)
    const erin = await openPeer({ home: erinHome, ...online })
    answered(await erin.cloneRepository({ link: repo }))
    await erin.close()
    const again = await openPeer({ home, ...online })
    for (const body of ['one', 'way'])
      answered(await again.write({ repo, actions: [{ type: 'comment', thread, body }] }))
    await again.close()
    const bodies = async () => (await api.comments(repo, '1')).map(({ body }) => body)
    await until(async () => (await bodies()).includes('way'), { what: 'the one history is here' })

    // On another network the copy writes more than that, and erin answers its last word.
    const dht = await startDht()
    try {
      const twin = await openHostilePeer({ home: twinHome, bootstrap: '127.0.0.1:9', limits: { publishWaitMs: 0 } })
      for (let op = 0; op < 40; op++)
        await twin.append({
          repo: logId(repo),
          citing: 'nothing',
          action: { type: 'comment', thread, body: `other way ${op}` },
        })
      await twin.close()
      const [copied, answering] = await Promise.all([
        openPeer({ home: twinHome, bootstrap: dht.address }),
        openPeer({ home: erinHome, bootstrap: dht.address }),
      ])
      void (async () => {
        for await (const event of copied.seed({})) if (event.kind === 'failed') return
      })().catch(() => undefined)
      const heard = async () => {
        for await (const event of answering.sync({ repo, waitMs: 5_000 })) if (event.kind === 'failed') return false
        const [status] = answered(await answering.status({ repo })).repositories
        return status?.heads.some((head) => head.core === core && head.length > 40) === true
      }
      await until(heard, { what: 'erin has the other history', timeoutMs: 60_000 })
      answered(
        await answering.write({ repo, actions: [{ type: 'comment', thread, body: 'an answer' }], offline: true }),
      )
      await Promise.all([copied.close(), answering.close()])
    } finally {
      await dht.stop()
    }

    const back = await openPeer({ home: erinHome, ...online })
    try {
      void (async () => {
        for await (const event of back.seed({})) if (event.kind === 'failed') return
      })().catch(() => undefined)
      await until(async () => (await bodies()).includes('an answer'), {
        what: 'the answer is on the mirror',
        timeoutMs: 30_000,
      })
      expect(new Set(await bodies())).toEqual(new Set(['an answer', 'before']))
      await api.agrees(alice, repo, 30_000)
    } finally {
      await back.close()
    }
    const late = await start()
    answered(await late.peer.cloneRepository({ link: repo }))
    late.seed()
    await api.agrees(late, repo, 30_000)
  }, 180_000)
})
