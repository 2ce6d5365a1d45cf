import { join } from 'node:path'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import type { CoreKey, LogId, OpId, ParentRef, RepositoryAction } from '@hypergit/domain'
import type { NoiseStream } from '@hypergit/log'
import { RawCore } from '@hypergit/log/testing'
import { tempDir, type TempDir, until } from '@hypergit/testing'
import { copyHome } from './copy-home.js'
import { Link } from './simulation/link.js'
import { repo, SimulatedClient } from './simulation/simulated-client.js'

/** Within which two honest peers that met have to agree, ms. */
const agreeMsMax = 30_000

const connect = (left: SimulatedClient, right: SimulatedClient): (() => void) => {
  const link = new Link(left.storage, right.storage)
  link.deliver()
  return () => link.cut()
}

const write = async (client: SimulatedClient, action: RepositoryAction): Promise<OpId> => {
  const written = await client.peer.write({ repo, actions: [action], offline: true })
  if (!written.ok) throw new Error(`${client.name}: ${written.failure.message}`)
  const [op] = written.value.ops
  if (op === undefined) throw new Error('nothing was written')
  return op.op
}

describe('Honest clients that met forks of a core', () => {
  let dir: TempDir
  const clients: SimulatedClient[] = []
  const closing: (() => unknown)[] = []
  let log: LogId
  let core: CoreKey
  let thread: OpId

  const start = async (name: string): Promise<SimulatedClient> => {
    const client = new SimulatedClient(name, join(dir.path, name), Date.now)
    await client.start()
    clients.push(client)
    return client
  }

  const comment = (client: SimulatedClient, body: string): Promise<OpId> =>
    write(client, { type: 'comment', thread, body })

  const outcomes = async (client: SimulatedClient, ops: readonly OpId[]) => {
    const { engine } = await client.live(log)
    return Promise.all(ops.map(async (op) => (await engine.queries.op(op))?.decision.outcome))
  }

  const agree = (...all: readonly SimulatedClient[]): Promise<unknown> =>
    until(
      async () => {
        const states = await Promise.all(
          all.map(async (client) => {
            const { engine, log: replica } = await client.live(log)
            return engine.missing().length + replica.behindBy() === 0 ? engine.stateHash() : client.name
          }),
        )
        return new Set(states).size === 1
      },
      { what: `${all.map(({ name }) => name).join(', ')} agree`, timeoutMs: agreeMsMax },
    )

  const talk = (about: string, count: number): RepositoryAction[] =>
    Array.from({ length: count }, (_, place) => ({ type: 'comment', thread, body: `${about} ${place}` }))

  /** Fetches the repository from somebody who is connected, and names it. */
  const clone = async (client: SimulatedClient): Promise<void> => {
    const live = await client.live(log)
    await until(() => live.engine.applied(log as string as CoreKey) !== undefined, {
      what: `${client.name} has the founding op`,
    })
    await client.remember(log)
  }

  const knowsFork = (client: SimulatedClient, of: CoreKey) =>
    until(
      async () =>
        (await (await client.live(log)).engine.queries.cores()).find((one) => one.core === of)?.blacklisted?.reason ===
        'equivocation',
      { what: `${client.name} knows of the fork`, timeoutMs: agreeMsMax },
    )

  let alice: SimulatedClient
  let bob: SimulatedClient
  beforeEach(async () => {
    dir = await tempDir()
    alice = await start('alice')
    const created = await alice.peer.createRepository({ name: repo, offline: true })
    if (!created.ok) throw new Error(created.failure.message)
    log = created.value.id
    thread = await write(alice, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
    bob = await start('bob')
    const cut = connect(alice, bob)
    await clone(bob)
    await comment(bob, 'bob is here')
    await agree(alice, bob)
    cut()
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
    for (const client of clients.splice(0)) await client.stop()
    await dir.remove()
  })

  describe('after two machines wrote with it', () => {
    let mallory: SimulatedClient
    let twin: SimulatedClient
    /** Comments of both that cite what only they have. */
    let cited: OpId[]

    const fork = async (ours: number, theirs: number): Promise<void> => {
      mallory = await start('mallory')
      const cut = connect(alice, mallory)
      await clone(mallory)
      await comment(mallory, 'before the fork')
      core = await mallory.core(log)
      await until(async () => (await alice.live(log)).engine.applied(core)?.length === 2, { what: 'alice has it' })
      cut()
      await mallory.stop()
      await copyHome(mallory.home, join(dir.path, 'twin'))
      await mallory.start()
      twin = await start('twin')
      const [aliceCut, bobCut] = [connect(alice, mallory), connect(bob, twin)]
      let [one, other] = [thread, thread]
      for (let op = 0; op < ours; op++) one = await comment(mallory, `one way ${op}`)
      for (let op = 0; op < theirs; op++) other = await comment(twin, `the other way ${op}`)
      const has = (client: SimulatedClient, op: OpId) =>
        until(async () => (await (await client.live(log)).engine.queries.op(op)) !== undefined, {
          what: `${client.name} has the branch`,
        })
      await Promise.all([has(alice, one), has(bob, other)])
      aliceCut()
      bobCut()
      cited = [await comment(alice, 'an answer to the one'), await comment(bob, 'an answer to the other')]
      await Promise.all([mallory.stop(), twin.stop()])
    }

    test.each([
      ['equal lengths', 1, 1],
      ['different lengths, the longer one first', 4, 1],
      ['different lengths, the shorter one first', 1, 4],
      ['many ops', 30, 40],
    ])(
      'agree within 30 s after they meet, go on, and newcomers clone from either: %s',
      async (_name, ours, theirs) => {
        await fork(ours, theirs)
        const cut = connect(alice, bob)
        await Promise.all([knowsFork(alice, core), knowsFork(bob, core)])
        await agree(alice, bob)
        const later = [await comment(alice, 'going on'), await comment(bob, 'going on as well')]
        await agree(alice, bob)
        cut()
        for (const [name, host] of [
          ['carol', alice],
          ['dave', bob],
        ] as const) {
          const newcomer = await start(name)
          connect(newcomer, host)
          await clone(newcomer)
          await agree(newcomer, host)
          await knowsFork(newcomer, core)
          const said = await comment(newcomer, 'hello')
          await agree(newcomer, host)
          expect(await outcomes(newcomer, [...cited, ...later, said])).toEqual(
            Array.from({ length: 5 }, () => 'accepted'),
          )
        }
        connect(alice, bob)
        await agree(...clients.filter(({ name }) => name !== 'mallory' && name !== 'twin'))
      },
      120_000,
    )

    test('agree when a newcomer is the first to meet both', async () => {
      await fork(2, 5)
      const carol = await start('carol')
      connect(carol, alice)
      await clone(carol)
      connect(carol, bob)
      await agree(alice, bob, carol)
      await knowsFork(carol, core)
      expect(await outcomes(carol, cited)).toEqual(['accepted', 'accepted'])
    }, 60_000)

    test('follow the branch that an admin pardons, whichever they had first', async () => {
      await fork(3, 2)
      const cut = connect(alice, bob)
      await Promise.all([knowsFork(alice, core), knowsFork(bob, core)])
      await agree(alice, bob)
      for (const machine of [twin, mallory]) {
        await machine.start()
        await machine.live(log)
        connect(machine, alice)
        await knowsFork(machine, core)
      }
      const { head } = (await twin.live(log)).engine.applied(core) ?? {}
      if (head === undefined) throw new Error('the twin has its own core')
      await write(alice, { type: 'core.pardon', core, head })
      await agree(alice, bob)
      for (const machine of [twin, mallory]) connect(machine, alice)
      await agree(alice, bob, twin, mallory)
      connect(twin, bob)
      const back = await comment(twin, 'back again')
      await expect(comment(mallory, 'and I?')).rejects.toThrow('mallory')
      await agree(alice, bob, twin)
      const more = await comment(twin, 'once more')
      await agree(alice, bob, twin)
      for (const client of [alice, bob]) expect(await outcomes(client, [back, more])).toEqual(['accepted', 'accepted'])
      cut()
    }, 60_000)

    test('let the machines of the fork know, which read on and write no more', async () => {
      await fork(1, 2)
      connect(alice, bob)
      await knowsFork(alice, core)
      for (const machine of [mallory, twin]) {
        await machine.start()
        await machine.live(log)
        connect(machine, alice)
        await knowsFork(machine, core)
        await until(() => machine.storage.connections().length === 0, { what: 'it is spoken to no more' })
        connect(machine, alice)
        await agree(machine, alice)
        await expect(comment(machine, 'and now?')).rejects.toThrow('was copied')
      }
    }, 60_000)
  })

  describe.each([
    ['longer', 4],
    ['as long', 2],
    ['shorter', 1],
  ])('of a core that its owner truncated to a tree that is %s', (_name, ops) => {
    let truncated: RawCore

    const served = async (client: SimulatedClient) => {
      const [theirs, ours] = [new NoiseSecretStream(true), new NoiseSecretStream(false)]
      theirs.rawStream.pipe(ours.rawStream).pipe(theirs.rawStream)
      for (const stream of [theirs, ours]) stream.on('error', () => undefined)
      client.storage.replicate(ours as NoiseStream)
      closing.push(() => theirs.destroy())
      await truncated.serve(theirs as NoiseStream)
      return theirs
    }

    test('agree that it forked, and on what its branches are cited for', async () => {
      truncated = await RawCore.create(join(dir.path, 'truncated'), log)
      closing.push(() => truncated.close())
      const heads = (await alice.live(log)).engine.allApplied()
      const parents: ParentRef[] = heads.map(({ core: of, length, head }) => ({ core: of, seq: length - 1, id: head }))
      await truncated.write([{ type: 'join' }, ...talk('one', 4)], parents)
      const stream = await served(alice)
      await until(async () => (await alice.live(log)).engine.applied(truncated.core)?.length === 5, {
        what: 'alice has it',
      })
      const answer = await comment(alice, 'an answer')
      stream.destroy()
      await truncated.truncate(3)
      await truncated.write(talk('other', ops))
      const carol = await start('carol')
      await carol.live(log)
      const first = await served(carol)
      await until(() => first.destroyed, { what: 'a newcomer refuses it' })
      connect(alice, bob)
      await agree(alice, bob)
      await served(bob)
      connect(carol, bob)
      await clone(carol)
      for (const client of [alice, bob, carol]) await knowsFork(client, truncated.core)
      await agree(alice, bob, carol)
      const going = await comment(bob, 'going on')
      await agree(alice, bob, carol)
      expect(await outcomes(carol, [answer, going])).toEqual(['accepted', 'accepted'])
      const [branch] = (await carol.live(log)).log.forks(truncated.core)
      expect(branch).toEqual({ core: truncated.core, seq: 3 })
    }, 60_000)
  })
})
