import { type Action, type CoreKey, toZ32 } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import type { BackendKind } from './mirror-world.js'
import { PeopleWorld } from './people-world.js'

const opsMax = 1_000
const devicesMax = 8
const quotas = {
  HYPERGIT_QUOTA_OPS_PER_USER_LOG: String(opsMax),
  HYPERGIT_QUOTA_DEVICES_PER_USER_LOG: String(devicesMax),
}

const authorize = (core: CoreKey): Action => ({
  type: 'device.authorize',
  core,
  name: 'machine',
  proof: new Uint8Array(),
})
const timeoutMs = 30_000
/** The only DHT node restarts with the mirror and has lost every announcement: peers look again after 1, 2, 4, 8, 16 and 32 s. */
const reconnectMs = 90_000
const testMs = 90_000
const someCore = (number: number): CoreKey => number.toString(16).padStart(64, '0') as CoreKey

/** What a mirror makes of people on one back end: run once for each. */
export const peopleSuite = (kind: BackendKind): void => {
  let world: PeopleWorld

  beforeAll(async () => {
    world = await PeopleWorld.open(kind, quotas)
  }, 90_000)
  afterAll(() => world?.close(), 30_000)

  test(
    'a core is maybe until its user’s log lists it, confirmed then, and disowned once it is unlisted',
    async () => {
      const ada = await world.user('Ada')
      const laptop = await world.claim(ada, 'laptop')
      await world.isShown(laptop, 'maybe')
      await world.hasProfile(ada.user, { name: 'Ada', following: 'followed', devicesTotal: 1 })
      await world.says(ada, 'core.link', laptop)
      await world.isShown(laptop, 'confirmed')
      await world.says(ada, 'core.unlink', laptop)
      await world.isShown(laptop, 'disowned')
    },
    testMs,
  )

  test(
    'a user log that comes late confirms then, and its claim says maybe until it does',
    async () => {
      const late = await world.user('Late', { served: false })
      await world.people.hide(late)
      const core = await world.claim(late, 'late laptop')
      await world.isShown(core, 'maybe')
      await world.hasProfile(late.user, { name: '', following: 'fetching' })
      const back = await world.people.show(late)
      await world.says(back, 'core.link', core)
      await world.people.serve(back.written)
      await world.isShown(core, 'confirmed')
    },
    testMs,
  )

  test(
    'a device’s blocks are taken once another one authorised it, a stranger’s never',
    async () => {
      const bob = await world.user('Bob')
      const core = await world.claim(bob, 'bob laptop')
      const { written, founder } = bob
      const stranger = await written.join('stranger', written.head(founder))
      const device = await written.log.ownCore('bob phone')
      await written.append(founder, [authorize(device)])
      await written.append(device, [{ type: 'join' }, { type: 'core.link', repository: world.repository.id, core }], {
        parents: [written.head(founder)],
      })
      await written.append(stranger, [{ type: 'core.unlink', repository: world.repository.id, core }])
      await world.isShown(core, 'confirmed')
      await world.hasProfile(bob.user, { devicesTotal: 2 })
      const { rows } = await world.database
        .pool('validator')
        .query('select distinct core from sightings where log = $1 order by core', [bob.user])
      expect(rows.map((row: { readonly core: string }) => row.core)).toEqual([founder, device].toSorted())
    },
    testMs,
  )

  test(
    'of a log without end, a bounded part is taken, which is said, and others are as quick as before',
    async () => {
      const [mallory, carol] = [await world.user('Mallory'), await world.user('Carol')]
      const bio = 'x'.repeat(4_000)
      const actions = Array.from({ length: 5 * opsMax }, (): Action => ({ type: 'profile.set', bio }))
      await mallory.written.append(mallory.founder, actions)
      await world.claim(mallory, 'mallory laptop')
      const core = await world.claim(carol, 'carol laptop')
      await world.says(carol, 'core.link', core)
      await world.isShown(core, 'confirmed')
      await world.hasProfile(mallory.user, { name: 'Mallory', following: 'over-quota' })
      const { rows } = await world.database
        .pool('validator')
        .query<{ ops: string }>('select max(length) as ops from sightings where log = $1', [mallory.user])
      expect(Number(rows[0]?.ops)).toBeLessThanOrEqual(opsMax)
    },
    testMs,
  )

  test(
    'of a user with many devices, some count, and that is said',
    async () => {
      const many = await world.user('Many')
      const devices = Array.from({ length: 900 }, (_, number) => authorize(someCore(number)))
      await many.written.append(many.founder, devices)
      const core = await world.claim(many, 'many laptop')
      await world.hasProfile(many.user, { following: 'over-quota', devicesTotal: 901 })
      expect((await world.profile(many.user))?.devices).toHaveLength(256)
      await world.isShown(core, 'maybe')
    },
    testMs,
  )

  test(
    'says what stands in the way of a claim, and when nothing does any more',
    async () => {
      const erin = await world.user('Erin')
      const laptop = await world.claim(erin, 'erin laptop')
      await world.hasProblem(laptop, null)
      const desktop = await world.claim(erin, 'erin desktop', [laptop])
      await world.hasProblem(desktop, 'waiting')
      await world.writes(laptop, { type: 'identity.pair', core: desktop }, [desktop])
      await world.writes(desktop, { type: 'identity.pair', core: laptop }, [laptop])
      await world.hasProblem(desktop, null)
      await world.writes(laptop, { type: 'identity.unpair', core: desktop }, [desktop])
      await world.hasProblem(desktop, 'unpaired')

      const frank = await world.user('Frank')
      const squatter = await world.claim(frank, 'frank laptop')
      await world.writes(squatter, { type: 'identity.pair', core: laptop }, [laptop])
      await world.hasProblem(squatter, 'struck')
      await world.hasNotices(erin.user, ['claim', 'claim', 'pair-attempt'])
      expect(await world.notices(frank.user)).toEqual(['claim'])
    },
    testMs,
  )

  test(
    'two first machines that had not seen each other are in conflict until they pair',
    async () => {
      const grace = await world.user('Grace')
      const cores = [await world.claim(grace, 'grace laptop'), await world.claim(grace, 'grace desktop')] as const
      const [first, second] = cores
      const problems = async () => (await world.problems(cores)).toSorted()
      await until(async () => (await problems()).join() === 'conflicting,none', {
        what: 'one of them is in conflict',
        timeoutMs,
      })
      await world.writes(first, { type: 'identity.pair', core: second }, [second])
      await world.writes(second, { type: 'identity.pair', core: first }, [first])
      await until(async () => (await problems()).join() === 'none,none', { what: 'neither is any more', timeoutMs })
    },
    testMs,
  )

  test(
    'a forged claim and a second one are said to be that, and nobody is followed for them',
    async () => {
      const heidi = await world.user('Heidi')
      const repository = world.repository.id
      // Who breaks the rules is disconnected, with everybody on the same machine.
      const one = await world.stranger()
      const forger = await one.repository.join('forger', world.genesis())
      await one.repository.append(forger, [heidi.claim(repository, someCore(7))])
      await world.hasProblem(forger, 'forged')
      const other = await world.stranger()
      const ivan = await other.people.user('Ivan')
      const laptop = await other.repository.join('ivan laptop', world.genesis())
      await other.repository.append(laptop, [ivan.claim(repository, laptop), heidi.claim(repository, laptop)])
      await until(async () => (await world.problems([laptop])).join() === 'conflicting,none', {
        what: 'the second claim is in conflict with the first',
        timeoutMs,
      })
      expect(await world.followed()).not.toContain(heidi.user)
    },
    testMs,
  )

  test(
    'after a restart it follows as before',
    async () => {
      const dave = await world.user('Dave')
      const core = await world.claim(dave, 'dave laptop')
      await world.hasProfile(dave.user, { following: 'followed' })
      await world.restart()
      await world.says(dave, 'core.link', core)
      await world.isShown(core, 'confirmed', reconnectMs)
    },
    2 * reconnectMs,
  )

  test(
    'lets go of everybody when the repository is not hosted any more',
    async () => {
      expect((await world.followed()).length).toBeGreaterThan(3)
      await world.api.operator('DELETE', `/repositories/${toZ32(world.repository.id)}`)
      await until(async () => (await world.followed()).length === 0, { what: 'nobody is followed', timeoutMs })
      await world.api.host(world.repository.id)
      await until(async () => (await world.followed()).length > 3, { what: 'they are followed again', timeoutMs })
    },
    testMs,
  )
}
