import { until } from '@hypergit/testing'
import b4a from 'b4a'
import type { Log, LogStorage, NoiseStream } from '../src/index.js'
import type { BlocksRequest, Tail } from '../src/wire/messages.js'
import { Author } from './author.js'
import { connect, holding, Homes, streamPair } from './homes.js'
import { RawPeer, type RawPeerOptions } from '../src/testing/raw-peer.js'

describe("a log's channel", () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  const meet = async (home: LogStorage, log: Log, options?: RawPeerOptions): Promise<RawPeer> => {
    const [ours, theirs] = streamPair()
    home.replicate(ours as NoiseStream)
    homes.onClose(() => Promise.resolve(theirs.destroy()))
    return RawPeer.open(theirs as NoiseStream, log.id, options)
  }

  const sample = async (): Promise<{ home: LogStorage; log: Log; alice: Author }> => {
    const home = await homes.open()
    const log = await home.createLog()
    return { home, log, alice: await Author.founder(log) }
  }

  test('a peer one version ahead, with features, fields and messages of its own, still replicates', async () => {
    const { home, log, alice } = await sample()
    const copyHome = await homes.open()
    const copy = await copyHome.openLog(log.id)
    connect(home, copyHome)
    await holding(copy, alice.core, 1)
    const received: Tail[] = []
    const requests: BlocksRequest[] = []
    const ahead = await meet(home, log, {
      version: 2,
      features: ['push', 'branches', 'teleport'],
      handshakeTail: b4a.from('fields that version 1 does not know'),
      handlers: { tail: (part) => received.push(part), blocksRequest: (request) => requests.push(request) },
    })
    const beam = ahead.channel.addMessage({
      encoding: { preencode: (state) => void state.end++, encode: (state) => void state.start++, decode: () => 0 },
      onmessage: () => undefined,
    })
    beam.send(1)
    expect(ahead.remote.version).toBe(1)
    ahead.messages.blocksRequest.send({
      request: 1,
      core: alice.core,
      from: 0,
      to: 1,
      treeLength: 0,
      bytesMax: 1024 * 1024,
    })
    await until(() => received.length === 1, { what: 'the block came' })
    expect(received[0]?.blocks).toEqual(await log.read(alice.core, 0, 1))
    const { core } = await Author.member(copy)
    await holding(log, core, 1)
    await until(() => !ahead.closed && log.peers().length === 2, { what: 'it is still connected' })
    expect(requests).toEqual([])
  })

  test('who does not know the log is told nothing', async () => {
    const { home, log } = await sample()
    await expect(meet(home, log, { wrongCapability: true })).resolves.toBeDefined()
    expect(log.peers()).toEqual([])
    const other = await homes.open()
    await other.createLog()
    connect(home, other)
    await until(() => home.connections().length === 2, { what: 'they are connected' })
    expect(log.peers()).toEqual([])
  })

  test('a message over the bound closes the connection, and the process lives on', async () => {
    const { home, log, alice } = await sample()
    const peer = await meet(home, log)
    peer.messages.tail.send({
      request: 0,
      core: alice.core,
      from: 1,
      signer: { publicKey: b4a.alloc(32) },
      signature: b4a.alloc(66),
      more: false,
      blocks: [b4a.alloc(3 * 1024 * 1024)],
    })
    await until(() => peer.closed, { what: 'the connection is closed' })
    await alice.chat(1)
  })

  test('garbage as a block, a signature or a page closes the connection', async () => {
    const { home, log, alice } = await sample()
    const liars: ((peer: RawPeer) => void)[] = [
      (peer) => peer.messages.headsPage.send({ heads: [], done: true }),
      (peer) =>
        peer.messages.prove.send({ proofs: [{ signer: { publicKey: b4a.alloc(32, 1) }, signature: b4a.alloc(64) }] }),
      (peer) =>
        peer.messages.tail.send({
          request: 0,
          core: alice.head as unknown as typeof alice.core,
          from: 0,
          signer: { publicKey: b4a.alloc(32) },
          signature: b4a.alloc(66),
          more: false,
          blocks: [b4a.from('no op')],
        }),
    ]
    for (const lie of liars) {
      const peer = await meet(home, log)
      lie(peer)
      await until(() => peer.closed, { what: 'the connection is closed' })
    }
    expect(log.cores()).toHaveLength(1)
  })

  test('blocks that do not continue a core as its author signed it are not taken, and their sender is gone', async () => {
    const { home, log, alice } = await sample()
    const [block] = await log.read(alice.core, 0, 1)
    const asked: BlocksRequest[] = []
    const peer: RawPeer = await meet(home, log, {
      handlers: {
        blocksRequest: (request) => {
          asked.push(request)
          peer.messages.tail.send({
            request: request.request,
            core: alice.core,
            from: 1,
            signer: { publicKey: b4a.alloc(32) },
            signature: b4a.alloc(66),
            more: false,
            blocks: [b4a.from('forged')],
          })
        },
        // It cannot show the block before under a signature of a longer tree either.
        leafRequest: ({ request }) =>
          peer.messages.proofs.send({ request, signer: { publicKey: b4a.alloc(32) }, proofs: [] }),
      },
    })
    peer.messages.announce.send({ heads: [{ core: alice.core, length: 2, id: alice.head }] })
    await until(() => peer.closed, { what: 'the connection is closed' })
    expect(asked).toHaveLength(1)
    expect(await log.read(alice.core, 0, 9)).toEqual([block])
    await alice.chat(1)
    expect(log.core(alice.core)?.length).toBe(2)
  })
})
