import { join } from 'node:path'
import { founderOf } from '@hypergit/domain'
import type { SoundOp } from '@hypergit/domain/testing'
import { SlowProgress, tempDir, type TempDir, until } from '@hypergit/testing'
import { Link } from '../simulation/link.js'
import { repo, SimulatedClient } from '../simulation/simulated-client.js'
import { HostileStorage } from './hostile-storage.js'

const blocksMin = Number(process.env['HYPERGIT_TEST_STREAM_BLOCKS'] ?? '100000')
const coresPerRound = 50
const blocksPerCore = 40
/** For one round, on a busy machine: what takes longer hangs. */
const roundMsMax = 120_000
/** For all of it to reach an honest peer, which takes as long as it took from the hostile one. */
const syncMsMax = 900_000
/** A day: a run of this length is bounded by its blocks, not by a clock. */
const timeLimitMs = 86_400_000
const mebibyte = 1024 * 1024
/** Of the whole process, with the hostile peer and jest in it. */
const residentBytesMax = 1536 * mebibyte

describe('A client that is sent garbage in signed cores', () => {
  let dir: TempDir
  const closing: (() => Promise<unknown>)[] = []
  beforeEach(async () => {
    dir = await tempDir('hypergit-fuzz-')
  })
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
    await dir.remove()
  })

  const client = async (name: string): Promise<SimulatedClient> => {
    const opened = new SimulatedClient(name, join(dir.path, name), Date.now)
    await opened.start()
    closing.push(() => opened.stop())
    return opened
  }
  const connect = (left: SimulatedClient, right: SimulatedClient): void => {
    const link = new Link(left.storage, right.storage)
    link.deliver()
    closing.push(() => Promise.resolve(link.cut()))
  }

  test(
    `takes ${blocksMin} blocks over a stream, and goes on with honest peers as if it had met nobody else`,
    async () => {
      const [alice, bob] = [await client('alice'), await client('bob')]
      const created = await alice.peer.createRepository({ name: repo, offline: true })
      if (!created.ok) throw new Error(created.failure.message)
      const { id, core } = created.value
      const live = await alice.live(id)
      const heads: SoundOp[] = []
      const know = (type: string): void => {
        const { head, length } = live.engine.applied(core) ?? {}
        if (head !== undefined && length !== undefined) heads.push({ core, seq: length - 1, id: head, type })
      }
      know('repository.create')
      const opened = await alice.peer.write({
        repo,
        actions: [{ type: 'thread.open', kind: 'issue', title: 'crash', body: '' }],
        offline: true,
      })
      if (!opened.ok) throw new Error(opened.failure.message)
      know('thread.open')

      const arrived = { blocks: 0 }
      live.log.on('blocks', ({ own, blocks }) => {
        if (!own) arrived.blocks += blocks.length
      })
      const hostile = await HostileStorage.open(join(dir.path, 'hostile'), id)
      closing.push(() => hostile.close())
      let peakBytes = 0
      const progress = new SlowProgress(
        'fuzz over a stream, blocks',
        blocksMin,
        () => `peak ${Math.round(peakBytes / mebibyte)} MiB`,
      )
      const link = new Link(hostile.relay, alice.storage)
      link.deliver()
      for (let seed = 1; arrived.blocks < blocksMin; seed++) {
        const before = arrived.blocks
        const cores = await hostile.write(coresPerRound, blocksPerCore, seed, founderOf(id), heads)
        const isDone = (one: (typeof cores)[number]): boolean =>
          live.log.core(one)?.keep !== undefined || live.log.core(one)?.length === blocksPerCore
        await until(() => cores.every(isDone), {
          what: `round ${seed} is through${link.isCut ? ', whose connection was closed' : ''}`,
          timeoutMs: roundMsMax,
        })
        await live.settled()
        progress.advance(arrived.blocks - before)
        peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
        expect({ seed, swells: peakBytes > residentBytesMax }).toEqual({ seed, swells: false })
      }
      link.cut()

      connect(alice, bob)
      const bobs = await bob.live(id)
      const same = async (other: typeof bobs): Promise<boolean> =>
        (await other.engine.stateHash()) === (await live.engine.stateHash())
      await until(() => same(bobs), { what: 'bob has what alice has', timeoutMs: syncMsMax })
      await bob.remember(id)
      const thread = opened.value.ops[0]?.op
      if (thread === undefined) throw new Error('nothing was written')
      const comment = await bob.peer.write({
        repo,
        actions: [{ type: 'comment', thread, body: 'me too' }],
        offline: true,
      })
      if (!comment.ok) throw new Error(comment.failure.message)
      const op = comment.value.ops[0]?.op ?? ''
      await until(async () => (await alice.peer.op({ repo, op })).ok, { what: "bob's comment is at alice's" })
      expect(await alice.peer.op({ repo, op })).toMatchObject({ value: { decision: { outcome: 'accepted' } } })

      const carol = await client('carol')
      connect(bob, carol)
      const carols = await carol.live(id)
      await until(() => same(carols), {
        what: 'carol, who never met the hostile one, has the same state',
        timeoutMs: syncMsMax,
      })
    },
    timeLimitMs,
  )
})
