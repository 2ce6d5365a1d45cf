import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, rm } from 'node:fs/promises'
import { founderOf } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import b4a from 'b4a'
import { HeadIndex } from '../src/storage/head-index.js'
import { Author } from './author.js'
import { copyHome } from './forked-homes.js'
import type { NoiseStream } from '../src/index.js'
import { RawPeer } from '../src/testing/index.js'
import { connect, holding, Homes, streamPair } from './homes.js'

describe('a home', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test('opened again has its logs, its own cores and its blocks', async () => {
    const dir = await homes.folder()
    const first = await homes.reopen(dir)
    const log = await first.createLog()
    const alice = await Author.founder(log)
    await alice.chat(3)
    const second = await Author.member(log, 'second')
    await first.close()
    const home = await homes.reopen(dir)
    expect(home.uncleanStart).toBe(false)
    expect(await home.logIds()).toEqual([log.id])
    const again = await home.openLog(log.id)
    expect(new Set(again.ownCores())).toEqual(new Set([alice.core, second.core]))
    expect(await again.ownCore()).toBe(founderOf(log.id))
    expect(await again.ownCore('second')).toBe(second.core)
    await (await Author.founder(again)).chat(1)
    expect(again.core(alice.core)).toMatchObject({ length: 5, own: true })
  })

  test('is opened by one process at a time', async () => {
    const dir = await homes.folder()
    await homes.reopen(dir)
    await expect(homes.reopen(dir)).rejects.toMatchObject({ code: 'HOME_IN_USE' })
  })

  test('is not opened while another process has it', async () => {
    const dir = await homes.folder()
    await (await homes.reopen(dir)).close()
    const script = `
      const Corestore = (await import('corestore')).default
      await new Corestore(process.argv[1], { wait: false }).ready()
      console.log('open')
      setInterval(() => undefined, 1_000)`
    const other = spawn(process.execPath, ['--input-type=module', '-e', script, `${dir}/cores`], {
      cwd: import.meta.dirname,
    })
    homes.onClose(() => Promise.resolve(other.kill()))
    await once(other.stdout, 'data')
    await expect(homes.reopen(dir)).rejects.toMatchObject({ code: 'HOME_IN_USE' })
  })

  test('that was killed finds what is in its cores and not yet in its records', async () => {
    const dir = await homes.folder()
    const first = await homes.reopen(dir)
    const log = await first.createLog()
    const alice = await Author.founder(log)
    await first.close()
    // The records as they were before the last appends, and the mark of a home in use: what a kill leaves.
    const index = new HeadIndex(`${dir}/heads`)
    await index.open()
    const before = await index.heads(log.id)
    await index.close(true)
    const second = await homes.reopen(dir)
    await (await Author.founder(await second.openLog(log.id))).chat(4)
    await second.close()
    const killed = new HeadIndex(`${dir}/heads`)
    await killed.open()
    await killed.putHeads(log.id, before)
    await killed.close(false)

    const home = await homes.reopen(dir)
    expect(home.uncleanStart).toBe(true)
    const again = await home.openLog(log.id)
    expect(again.core(alice.core)?.length).toBe(5)
    expect(again.ownHead(alice.core)).toEqual({ state: 'unconfirmed' })
    expect(await again.awaitOwnHead(alice.core, 0)).toEqual({ state: 'unconfirmed' })
    const other = await homes.open()
    await other.openLog(log.id)
    connect(home, other)
    expect(await again.awaitOwnHead(alice.core, 10_000)).toEqual({ state: 'confirmed' })
  })

  test('that was copied is not opened, and says why', async () => {
    const [dir, copy] = [await homes.folder(), await homes.folder()]
    const home = await homes.reopen(dir)
    await Author.founder(await home.createLog())
    await home.close()
    await cp(dir, copy, { recursive: true })
    await expect(homes.reopen(copy)).rejects.toMatchObject({ code: 'HOME_COPIED' })
  })

  test('a log that is removed is gone, its cores too', async () => {
    const home = await homes.open()
    const log = await home.createLog()
    await (await Author.founder(log)).chat(10)
    const bytes = home.admissionStatus().bytesTotal
    expect(bytes).toBeGreaterThan(0)
    await home.removeLog(log.id)
    expect(await home.logIds()).toEqual([])
    expect(home.admissionStatus().bytesTotal).toBe(0)
    expect((await home.openLog(log.id)).cores()).toEqual([])
  })

  test('the founding core of a user log carries an identity key in its own key', async () => {
    const [a, b] = [await homes.open(), await homes.open()]
    const log = await a.createLog({ userData: b4a.alloc(32, 7) })
    const core = await log.ownCore()
    const author = await Author.founder(log, { type: 'user.create', name: 'alice' })
    expect(author.core).toBe(core)
    const copy = await b.openLog(log.id)
    connect(a, b)
    await holding(copy, core, 1)
    const device = await Author.member(copy)
    await holding(log, device.core, 1)
    expect(a.connections()[0]?.provenCores).toEqual([device.core])
    expect(b.connections()[0]?.provenCores).toEqual([core])
  })

  test('an append after another than was expected is refused, and nothing is written', async () => {
    const home = await homes.open()
    const log = await home.createLog()
    const alice = await Author.founder(log)
    const blocks = alice.encode([{ type: 'ack' }])
    await expect(log.append(alice.core, blocks, { expectedLength: 0 })).rejects.toMatchObject({ code: 'CORE_MOVED_ON' })
    expect(await log.append(alice.core, blocks, { expectedLength: 1 })).toEqual({ from: 1, length: 2 })
  })

  test('that lost all of its own core writes on after what a peer has of it', async () => {
    const [dir, lost] = [await homes.folder(), await homes.folder()]
    const peer = await homes.open()
    const log = await peer.createLog()
    const alice = await Author.founder(log)
    const first = await homes.reopen(dir)
    const cut = connect(peer, first)
    await holding(await first.openLog(log.id), alice.core, 1)
    cut()
    await first.close()
    await copyHome(dir, lost)
    const second = await homes.reopen(dir)
    const before = await second.openLog(log.id)
    connect(peer, second)
    const bob = await Author.member(before)
    await bob.chat(2)
    await holding(log, bob.core, 3)
    await second.close()
    const restored = await homes.reopen(lost)
    const back = await restored.openLog(log.id)
    connect(peer, restored)
    // Whether it is asked for its own core before or after the blocks came.
    await holding(back, bob.core, 3)
    expect(await back.ownCore()).toBe(bob.core)
    await (await Author.member(back)).chat(1)
    await holding(log, bob.core, 4)
    await restored.close()
    const again = await (await homes.reopen(lost)).openLog(log.id)
    expect(again.core(bob.core)).toMatchObject({ length: 4, own: true })
    await (await Author.member(again)).chat(1)
    expect(again.core(bob.core)?.length).toBe(5)
  })

  test('whose cores were restored without the rest knows that they lost their end', async () => {
    const [dir, backup] = [await homes.folder(), await homes.folder()]
    const first = await homes.reopen(dir)
    const log = await first.createLog()
    await (await Author.founder(log)).chat(2)
    await first.close()
    await cp(`${dir}/cores/db`, `${backup}/db`, { recursive: true })
    const second = await homes.reopen(dir)
    const alice = await Author.founder(await second.openLog(log.id))
    await alice.chat(3)
    const peer = await homes.open()
    const copy = await peer.openLog(log.id)
    connect(second, peer)
    await holding(copy, alice.core, 6)
    await second.close()
    await rm(`${dir}/cores/db`, { recursive: true })
    await cp(`${backup}/db`, `${dir}/cores/db`, { recursive: true })
    const third = await homes.reopen(dir)
    const back = await third.openLog(log.id)
    expect(back.core(alice.core)?.length).toBe(3)
    expect(back.ownHead(alice.core)).toEqual({ state: 'behind', length: 3, announced: 6 })
    await expect((await Author.founder(back)).chat(1)).rejects.toMatchObject({ code: 'OWN_CORE_BEHIND' })
    // Who announces more and does not show it changes nothing of that.
    const [theirs, ours] = streamPair()
    third.replicate(ours as NoiseStream)
    const liar: RawPeer = await RawPeer.open(theirs as NoiseStream, log.id, {
      handlers: { blocksRequest: ({ request }) => void liar.messages.unavailable.send({ request }) },
    })
    let refused = 0
    back.on('admission-refused', () => refused++)
    liar.messages.announce.send({ heads: [{ core: alice.core, length: 9, id: alice.head }] })
    await until(() => refused > 0, { what: 'it is given up' })
    expect(back.ownHead(alice.core)).toMatchObject({ state: 'behind', announced: 6 })
    theirs.destroy()
    connect(third, peer)
    await holding(back, alice.core, 6)
    await (await Author.founder(back)).chat(1)
    await holding(copy, alice.core, 7)
  })

  test('that lost the end of its own core is told by a peer, does not fork, and catches up', async () => {
    const [dir, lost] = [await homes.folder(), await homes.folder()]
    const first = await homes.reopen(dir)
    const log = await first.createLog()
    await (await Author.founder(log)).chat(2)
    await first.close()
    await cp(`${dir}/cores/db`, `${lost}/cores/db`, { recursive: true })
    await cp(`${dir}/heads`, `${lost}/heads`, { recursive: true })

    const second = await homes.reopen(dir)
    const alice = await Author.founder(await second.openLog(log.id))
    await alice.chat(3)
    const peer = await homes.open()
    const copy = await peer.openLog(log.id)
    connect(second, peer)
    await holding(copy, alice.core, 6)
    await second.close()

    const restored = await homes.reopen(lost)
    const back = await restored.openLog(log.id)
    expect(back.core(alice.core)?.length).toBe(3)
    connect(restored, peer)
    await until(() => back.core(alice.core)?.length === 6, { what: 'it has all of it again' })
    expect(back.ownHead(alice.core)).toEqual({ state: 'confirmed' })
    await (await Author.founder(back)).chat(1)
    await holding(copy, alice.core, 7)
  })
})
