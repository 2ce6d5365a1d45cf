import type { CoreKey, LogId, MissingParent } from '@hypergit/domain'
import { tempDir, until } from '@hypergit/testing'
import type { Log, LogStorage, NoiseStream } from '../src/index.js'
import { RawCore, RawPeer } from '../src/testing/index.js'
import { Author } from './author.js'
import { connect, holding, Homes, streamPair } from './homes.js'

const only = (...cores: readonly CoreKey[]): ReadonlySet<CoreKey> => new Set(cores)

const nobody = only()

const refusals = (home: LogStorage): number =>
  Object.values(home.admissionStatus().refusals).reduce((sum, times) => sum + times, 0)

const caughtUp = async (log: Log): Promise<void> => expect(await log.awaitCaughtUp(5_000)).toBe(true)

const citing = (author: Author, citer: CoreKey): MissingParent => ({
  core: author.core,
  seq: author.length - 1,
  id: author.head,
  citedBy: { core: citer, seq: 0 },
})

const streamInto = (home: LogStorage): NoiseStream => {
  const [a, b] = streamPair()
  home.replicate(a as NoiseStream)
  return b as NoiseStream
}

/** A peer that asks for blocks of cores whatever was announced. */
const asker = async (home: LogStorage, log: LogId) => {
  const answers = new Map<number, 'served' | 'unavailable'>()
  const peer = await RawPeer.open(streamInto(home), log, {
    handlers: {
      tail: ({ request }) => void answers.set(request, 'served'),
      proofs: ({ request }) => void answers.set(request, 'served'),
      unavailable: ({ request }) => void answers.set(request, 'unavailable'),
    },
  })
  let requests = 0
  return {
    ask: (core: CoreKey) => {
      const request = ++requests
      peer.messages.blocksRequest.send({ request, core, from: 0, to: 1, treeLength: 0, bytesMax: 65_536 })
      return until(() => answers.get(request), { what: 'an answer' })
    },
  }
}

describe('a log that is narrowed to some cores', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  /** A home with a log of a founder and two more cores, and one that reads it, narrowed to the founder. */
  const narrowed = async () => {
    const [writer, reader] = [await homes.open(), await homes.open()]
    const log = await writer.createLog()
    const founder = await Author.founder(log)
    const [device, stranger] = [await Author.member(log, 'device'), await Author.member(log, 'stranger')]
    const copy = await reader.openLog(log.id)
    copy.admitOnly(nobody)
    return { writer, reader, log, copy, founder, device, stranger }
  }

  test('has the founding core, and the others as they are admitted', async () => {
    const { writer, reader, copy, founder, device, stranger } = await narrowed()
    await device.chat(5)
    connect(writer, reader)
    await holding(copy, founder.core, 1)
    await caughtUp(copy)
    expect(copy.cores().map(({ core }) => core)).toEqual([founder.core])
    expect(copy.behindBy()).toBe(0)
    expect(refusals(reader)).toBe(0)

    copy.admitOnly(only(device.core))
    await holding(copy, device.core, 6)
    expect(copy.core(stranger.core)).toBeUndefined()

    copy.admitOnly(undefined)
    await holding(copy, stranger.core, 1)
  })

  test('takes what is pushed from admitted cores alone, and fetches the rest once they are', async () => {
    const { writer, reader, log, copy, device, stranger } = await narrowed()
    connect(writer, reader)
    await caughtUp(copy)
    copy.admitOnly(only(device.core))
    await holding(copy, device.core, 1)
    await stranger.chat(2)
    await device.chat(3)
    await holding(copy, device.core, 4)
    expect(copy.core(stranger.core)).toBeUndefined()
    const late = await Author.member(log, 'late')
    await device.chat(1)
    await holding(copy, device.core, 5)
    copy.admitOnly(only(device.core, late.core))
    await holding(copy, late.core, 1)
  })

  test('does not charge a peer for heads that it has and that nobody wants', async () => {
    const [writer, reader] = [
      await homes.open(),
      await homes.open({ limits: { newCoresPerConnectionMinuteMax: 3, coresPerLogMax: 10, unprovenHeadsMax: 4 } }),
    ]
    const log = await writer.createLog()
    await Author.founder(log)
    for (let place = 0; place < 20; place++) await Author.member(log, `stranger ${place}`)
    const device = await Author.member(log, 'device')
    const copy = await reader.openLog(log.id)
    copy.admitOnly(nobody)
    connect(writer, reader)
    await caughtUp(copy)
    for (let place = 20; place < 40; place++) await Author.member(log, `stranger ${place}`)
    copy.admitOnly(only(device.core))
    await holding(copy, device.core, 1)
    expect(copy.cores()).toHaveLength(2)
    expect(refusals(reader)).toBe(0)
  })

  test('tells peers of admitted cores alone, whatever is stored, and serves no others', async () => {
    const { writer, reader, log, copy, device, stranger } = await narrowed()
    copy.admitOnly(undefined)
    const cut = connect(writer, reader)
    await Promise.all([holding(copy, device.core, 1), holding(copy, stranger.core, 1)])
    cut()
    copy.admitOnly(only(device.core))
    const third = await homes.open()
    const other = await third.openLog(log.id)
    connect(reader, third)
    await holding(other, device.core, 1)
    await caughtUp(other)
    expect(other.core(stranger.core)).toBeUndefined()
    const asking = await asker(reader, log.id)
    expect(await asking.ask(device.core)).toBe('served')
    expect(await asking.ask(stranger.core)).toBe('unavailable')

    copy.admitOnly(only(stranger.core))
    await holding(other, stranger.core, 1)
  })

  test('keeps the cores of this machine, which nobody admitted yet', async () => {
    const [a, b] = [await homes.open(), await homes.open()]
    const log = await a.createLog()
    const founder = await Author.founder(log)
    const copy = await b.openLog(log.id)
    copy.admitOnly(nobody)
    connect(a, b)
    await holding(copy, founder.core, 1)
    const device = await Author.member(copy, 'device')
    await holding(log, device.core, 1)
  })

  test('asks for no block that an op cites of a core which is not admitted, and for all of it once it is', async () => {
    const { writer, reader, copy, founder, device, stranger } = await narrowed()
    await stranger.chat(4)
    const asked: CoreKey[] = []
    connect(writer, reader)
    await holding(copy, founder.core, 1)
    copy.on('branch-block', ({ core }) => asked.push(core))
    copy.requestParents([citing(stranger, founder.core)])
    copy.admitOnly(only(device.core))
    await holding(copy, device.core, 1)
    await caughtUp(copy)
    expect(copy.core(stranger.core)).toBeUndefined()
    copy.admitOnly(only(device.core, stranger.core))
    await holding(copy, stranger.core, 5)
    expect(asked).toEqual([])
  })

  test('remembers what was cited of a core before it was admitted, and so fetches it beyond its quota', async () => {
    const [writer, reader] = [await homes.open(), await homes.open({ limits: { opsPerCoreDayMax: 3 } })]
    const log = await writer.createLog()
    const founder = await Author.founder(log)
    const device = await Author.member(log, 'device')
    await device.chat(7)
    const copy = await reader.openLog(log.id)
    copy.admitOnly(nobody)
    connect(writer, reader)
    await holding(copy, founder.core, 1)
    copy.requestParents([citing(device, founder.core)])
    await caughtUp(copy)
    expect(copy.core(device.core)).toBeUndefined()
    copy.admitOnly(only(device.core))
    await holding(copy, device.core, 8)
  })

  test('drops what is under way of a core that is admitted no more', async () => {
    const [home, dir] = [await homes.open(), await tempDir('hypergit-raw-')]
    homes.onClose(() => dir.remove())
    const log = await home.createLog()
    const founder = await Author.founder(log)
    const raw = await RawCore.create(dir.path, log.id)
    homes.onClose(() => raw.close())
    await raw.write([{ type: 'join' }], [{ core: founder.core, seq: 0, id: founder.head }])
    log.admitOnly(only(raw.core))
    let requested = 0
    const peer = await RawPeer.open(streamInto(home), log.id, { handlers: { blocksRequest: () => void requested++ } })
    peer.messages.announce.send({ heads: [raw.head] })
    await until(() => requested === 1, { what: 'it is asked for' })
    expect(log.behindBy()).toBe(1)
    log.admitOnly(nobody)
    expect(log.behindBy()).toBe(0)
    await raw.serve(streamInto(home))
    expect(log.core(raw.core)).toBeUndefined()
    log.admitOnly(only(raw.core))
    await holding(log, raw.core, 1)
  })

  test('leaves a peer whose heads do not end', async () => {
    const home = await homes.open({ limits: { coresPerLogMax: 50 } })
    const log = await home.createLog()
    await Author.founder(log)
    log.admitOnly(nobody)
    let next = 0
    const peer: RawPeer = await RawPeer.open(streamInto(home), log.id, {
      handlers: {
        headsRequest: () => {
          const heads = Array.from({ length: 100 }, () => {
            const core = (++next).toString(16).padStart(64, '0') as CoreKey
            return { core, length: 1, id: core as never }
          })
          peer.messages.headsPage.send({ heads, done: false })
        },
      },
    })
    peer.messages.digests.send({ digests: new Uint8Array(256 * 16).fill(1) })
    await until(() => peer.closed, { what: 'the connection is closed' })
    expect(next).toBeLessThanOrEqual(600)
    expect(log.cores()).toHaveLength(1)
  })
})
