import { setImmediate } from 'node:timers/promises'
import { until } from '@hypergit/testing'
import type { LogStorage, NoiseStream, RefusalReason } from '../src/index.js'
import { Author } from './author.js'
import { connect, holding, Homes, streamPair } from './homes.js'

const refused = (home: LogStorage, reason: RefusalReason) =>
  until(() => home.admissionStatus().refusals[reason] > 0, { what: `something is refused for ${reason}` })

describe('a log that is opened with bounds', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test('takes so many blocks of all its cores, and no more, while others go on', async () => {
    const [writer, reader] = [await homes.open(), await homes.open()]
    const log = await writer.createLog()
    const founder = await Author.founder(log)
    await founder.chat(100)
    const other = await writer.createLog()
    const free = await Author.founder(other)
    await free.chat(100)
    const copy = await reader.openLog(log.id, { bounds: { opsMax: 40, bytesMax: Infinity } })
    const freeCopy = await reader.openLog(other.id)
    connect(writer, reader)
    await holding(copy, founder.core, 40)
    await holding(freeCopy, free.core, 101)
    await founder.chat(10)
    const member = await Author.member(log, 'late')
    await member.chat(1)
    expect(await copy.awaitCaughtUp(5_000)).toBe(true)
    expect(copy.cores().map(({ length }) => length)).toEqual([40])
    await refused(reader, 'log-ops')
  })

  test('takes blocks until they have so many bytes', async () => {
    const [writer, reader] = [await homes.open(), await homes.open()]
    const log = await writer.createLog()
    const founder = await Author.founder(log)
    const copy = await reader.openLog(log.id, { bounds: { opsMax: Infinity, bytesMax: 1 } })
    connect(writer, reader)
    await holding(copy, founder.core, 1)
    await founder.chat(10)
    expect(await copy.awaitCaughtUp(5_000)).toBe(true)
    expect(copy.core(founder.core)?.length).toBe(1)
    await refused(reader, 'log-bytes')
  })

  test('is offered to who is connected, whatever brought them, where that is asked for', async () => {
    const [writer, reader] = [await homes.open(), await homes.open()]
    const log = await writer.createLog()
    const founder = await Author.founder(log)
    const [a, b] = streamPair()
    writer.replicate(a as NoiseStream, { topics: [] })
    reader.replicate(b as NoiseStream, { topics: [] })
    await Promise.all([a, b].map((stream) => stream.opened))
    const unasked = await reader.openLog(log.id)
    await setImmediate()
    expect(unasked.peers()).toEqual([])
    await reader.closeLog(log.id)
    const copy = await reader.openLog(log.id, { offer: true })
    if (copy.peers().length === 0) await new Promise((resolve) => copy.on('peer-added', resolve))
    await holding(copy, founder.core, 1)
  })
})
