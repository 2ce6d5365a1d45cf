import { until } from '@hypergit/testing'
import type { Proof } from 'hypercore'
import type { Log, LogStorage, NoiseStream } from '../src/index.js'
import type { LogReplica } from '../src/log-replica.js'
import { signedState } from '../src/storage/core-store.js'
import { RawPeer } from '../src/testing/index.js'
import { Author } from './author.js'
import { connect, holding, Homes, streamPair } from './homes.js'

/** What a relay shows of a core: the blocks at these seqs under the signature of the whole, some with a byte changed. */
type Showing = readonly {
  readonly seq: number
  readonly signed: boolean
  readonly spoilt?: boolean
  readonly bare?: boolean
}[]

describe('a relay that shows parts of an honest core', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  const proofsOf = (log: Log, author: Author, showing: Showing) =>
    (log as LogReplica).home.pool.use(author.core, async (session) => {
      const { signer } = signedState(session)
      const proofs = await Promise.all(
        showing.map(async ({ seq, signed, spoilt, bare }): Promise<Proof> => {
          const block = bare === true ? null : { index: seq, nodes: signed ? 0 : 3 }
          const proof = await session.proof({
            block,
            ...(signed ? { upgrade: { start: 0, length: session.length } } : {}),
          })
          if (proof.block?.value === undefined || proof.block.value === null || spoilt !== true) return proof
          return { ...proof, block: { ...proof.block, value: Uint8Array.from(proof.block.value, (byte) => byte ^ 1) } }
        }),
      )
      return { signer, proofs }
    })

  const relayed = async (log: Log, author: Author, reader: LogStorage, showing: Showing) => {
    const [theirs, ours] = streamPair()
    reader.replicate(ours as NoiseStream)
    const shown = await proofsOf(log, author, showing)
    let asked = 0
    const peer: RawPeer = await RawPeer.open(theirs as NoiseStream, log.id, {
      handlers: {
        blocksRequest: ({ request }) => {
          asked++
          peer.messages.proofs.send({ request, ...shown })
        },
        leafRequest: ({ request }) => void peer.messages.unavailable.send({ request }),
      },
    })
    homes.onClose(() => Promise.resolve(theirs.destroy()))
    const { length = 0, id } = log.core(author.core) ?? {}
    if (id === undefined) throw new Error('the core is here')
    peer.messages.announce.send({ heads: [{ core: author.core, length, id }] })
    await until(() => asked > 0, { what: 'it was asked' })
    return { peer, asked: () => asked }
  }

  const whole = { seq: 0, signed: true } as const

  test.each<readonly [string, Showing]>([
    ['with a gap', [whole, { seq: 2, signed: false }]],
    ['not from the first on', [{ seq: 3, signed: true }]],
    ['with a spoilt one', [whole, { seq: 1, signed: false, spoilt: true }]],
    ['that are none', [{ seq: 0, signed: true, bare: true }]],
    ['and no more', [whole]],
  ])('%s keeps nobody from the rest', async (_name, showing) => {
    const [home, reader] = [await homes.open(), await homes.open()]
    const log = await home.createLog()
    const alice = await Author.founder(log)
    await alice.chat(7)
    const copy = await reader.openLog(log.id)
    const { asked } = await relayed(log, alice, reader, showing)
    connect(home, reader)
    await holding(copy, alice.core, 8)
    expect(await copy.read(alice.core, 0, 8)).toEqual(await log.read(alice.core, 0, 8))
    await alice.chat(1)
    await holding(copy, alice.core, 9)
    expect(asked()).toBeLessThan(5)
  })

  test('under a longer tree than others have keeps nobody from what those have', async () => {
    const [home, behind, reader] = [await homes.open(), await homes.open(), await homes.open()]
    const log = await home.createLog()
    const alice = await Author.founder(log)
    await alice.chat(3)
    const early = await behind.openLog(log.id)
    const cut = connect(home, behind)
    await holding(early, alice.core, 4)
    cut()
    await until(() => log.peers().length === 0, { what: 'it has left' })
    await alice.chat(4)
    const copy = await reader.openLog(log.id)
    const { peer } = await relayed(log, alice, reader, [whole])
    await holding(copy, alice.core, 1)
    peer.stream.destroy()
    const seqs: number[] = []
    copy.on('branch-block', ({ seq }) => seqs.push(seq))
    connect(behind, reader)
    await until(() => seqs.length === 3, { what: 'the blocks came by their ids' })
    expect(seqs).toEqual([1, 2, 3])
    expect(reader.admissionStatus().refusals['not-proven-in-time']).toBeLessThan(2)
    connect(home, reader)
    await holding(copy, alice.core, 8)
  })

  test.each<readonly [string, Showing]>([
    ['with a spoilt one', [{ seq: 3, signed: true, spoilt: true }]],
    ['that are none', [{ seq: 3, signed: true, bare: true }]],
    [
      'with a gap',
      [
        { seq: 3, signed: true },
        { seq: 5, signed: false },
      ],
    ],
  ])('%s keeps nobody from the rest of a core that is here in part', async (_name, showing) => {
    const [home, reader] = [await homes.open(), await homes.open()]
    const log = await home.createLog()
    const alice = await Author.founder(log)
    await alice.chat(2)
    const copy = await reader.openLog(log.id)
    const cut = connect(home, reader)
    await holding(copy, alice.core, 3)
    cut()
    await alice.chat(5)
    const { asked } = await relayed(log, alice, reader, showing)
    connect(home, reader)
    await holding(copy, alice.core, 8)
    expect(asked()).toBeLessThan(5)
  })
})
