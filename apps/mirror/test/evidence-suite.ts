import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { blockRules, openPeer, parseEvidence, type EvidenceBundle, type Peer, type PeerOptions } from '@hypergit/client'
import { openHostilePeer } from '@hypergit/client/testing'
import { logId, toZ32, type CoreKey, type OpId } from '@hypergit/domain'
import { openLogStorage } from '@hypergit/log'
import { tempDir, until, type TempDir } from '@hypergit/testing'
import type { RunningMirror } from '../src/index.js'
import { askForEvidence, downloadEvidence, verifyEvidence } from './evidence-file.js'
import { answered, MirrorApi, startMirror, TestPeer, type BackendKind } from './mirror-world.js'

const bundleIn = (text: string): EvidenceBundle => {
  const parsed = parseEvidence(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.bundle
}

/** Proofs are of the whole core, which is longer with every op. */
const withoutProofs = ({ cores, ...claim }: EvidenceBundle) => ({
  ...claim,
  cores: cores.map(({ core: of, blocks }) => ({ of, blocks })),
})

/** What a mirror on queues of that kind owes who asks it for evidence. */
export const evidenceSuite = (kind: BackendKind) => () => {
  let data: TempDir
  let homes: TempDir
  let mirror: RunningMirror
  let api: MirrorApi
  let alice: TestPeer
  let repo: string
  let thread: OpId

  const home = (name: string): PeerOptions => ({
    home: join(homes.path, name),
    bootstrap: mirror.bootstrap ?? '',
  })
  const ask = (op: OpId): Promise<Response> => askForEvidence(mirror.publicUrl, repo, op)
  const download = (op: OpId): Promise<string> => downloadEvidence(mirror.publicUrl, repo, op)
  /** Connects, and exchanges until nothing is missing. */
  const synced = async (peer: Peer): Promise<void> => {
    for await (const event of peer.sync({ repo })) if (event.kind === 'failed') throw new Error(JSON.stringify(event))
  }
  const blacklisted = (core: CoreKey) =>
    until(async () => (await api.repository(repo)).blacklist?.find((entry) => entry.core === toZ32(core)), {
      what: 'the core is on the blacklist',
      timeoutMs: 20_000,
    })

  /** Joins the repository, and leaves when the mirror has it. */
  const joined = async (name: string): Promise<CoreKey> => {
    const peer = await openPeer(home(name))
    const { core } = answered(await peer.cloneRepository({ link: repo }))
    const body = `${name} was here`
    answered(await peer.write({ repo, actions: [{ type: 'comment', thread, body }] }))
    await until(async () => (await api.comments(repo, '1')).some((comment) => comment.body === body), {
      what: `the mirror has the comment of ${name}`,
    })
    await peer.close()
    return core
  }

  beforeAll(async () => {
    data = await tempDir('hypergit-mirror-')
    homes = await tempDir('hypergit-peers-')
    mirror = await startMirror(data.path, { HYPERGIT_QUEUES: kind })
    api = new MirrorApi(mirror)
    alice = await TestPeer.start(mirror.bootstrap ?? '')
    repo = answered(await alice.peer.createRepository({ name: 'proven' })).id
    alice.seed()
    await api.host(repo)
    const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
    thread = opened?.op as OpId
    await until(() => api.comments(repo, '1'), { what: 'the thread is shown' })
  }, 60_000)

  afterAll(async () => {
    await alice?.close()
    await mirror?.close()
    await data?.remove()
    await homes?.remove()
  }, 30_000)

  test('of a violation it hands out what every peer can check, and nobody can change', async () => {
    const core = await joined('mallory')
    await alice.write(repo, { type: 'mute', target: core, reason: 'spam' })
    const honest = await openPeer(home('mallory'))
    const knowsOfMute = async () => {
      await synced(honest)
      return answered(await honest.status({ repo })).repositories[0]?.muted === true
    }
    await until(knowsOfMute, { what: 'the mute has arrived' })
    await honest.close()
    const mallory = await openHostilePeer(home('mallory'))
    const action = { type: 'comment', thread, body: 'spam' } as const
    const violation = await mallory.append({ repo: logId(repo), citing: 'all', action })
    await blacklisted(core)
    await mallory.close()

    const text = await download(violation)
    const { headers } = await ask(violation)
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    const file = `violation-${toZ32(violation).slice(0, 8)}.json`
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${file}"`)
    expect(await verifyEvidence(text)).toMatchObject({
      code: 0,
      said: { holds: true, kind: 'violation', core: toZ32(core), op: toZ32(violation), reason: 'muted' },
    })

    let written = ''
    for await (const event of alice.peer.evidence({ repo, op: violation }))
      if (event.kind === 'text') written += event.text
    expect(withoutProofs(bundleIn(text))).toEqual(withoutProofs(bundleIn(written)))

    const forged = text.replace('"reason":"muted"', '"reason":"locked"')
    expect(await verifyEvidence(forged)).toMatchObject({ code: 1, said: { error: { code: 'evidence-fails' } } })
    expect((await verifyEvidence(text.slice(0, -100))).code).toBe(2)
  }, 60_000)

  test('of a block that nobody can decode it does so too', async () => {
    const core = await joined('babbler')
    const rules = blockRules(() => 'repository')
    const storage = await openLogStorage({ dir: home('babbler').home, rules })
    const log = await storage.openLog(logId(repo))
    const bytes = Buffer.from('\u0001no op at all')
    const { from } = await log.append(core, [bytes])
    const { id } = rules.facts(log.id, { core, seq: from, bytes })
    await storage.close()
    const babbler = await openPeer(home('babbler'))
    try {
      await synced(babbler)
      await blacklisted(core)
    } finally {
      await babbler.close()
    }
    expect(await verifyEvidence(await download(id))).toMatchObject({
      code: 0,
      said: { kind: 'violation', core: toZ32(core), reason: 'malformed' },
    })
  }, 60_000)

  test('of a ban it shows that it was made rightly', async () => {
    const core = await joined('noisy')
    const [ban] = await alice.write(repo, { type: 'core.ban', core, reason: 'noise' })
    await blacklisted(core)
    expect(await verifyEvidence(await download(ban?.op as OpId))).toMatchObject({
      code: 0,
      said: { kind: 'ban', core: toZ32(core), outcome: 'accepted' },
    })
  }, 60_000)

  test('of what blacklists nobody there is none', async () => {
    const response = await ask(thread)
    expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'no-evidence' } }])
  })
}
