import { emptyRedis, requires, until } from '@hypergit/testing'
import { PeopleWorld } from './people-world.js'

/** What is said again comes after 15 s, and once more after a minute and a half. */
const patienceMs = 150_000
const testMs = 2 * patienceMs

requires('redis', 'postgres')('people on a mirror that loses what it said', () => {
  let world: PeopleWorld

  afterEach(() => world?.close(), 30_000)

  test(
    'when Redis is emptied again and again, all are confirmed in the end',
    async () => {
      world = await PeopleWorld.open('redis')
      const cores = []
      for (let number = 0; number < 8; number += 1) {
        const user = await world.user(`Person ${number}`)
        const core = await world.claim(user, `laptop ${number}`)
        cores.push(core)
        await world.says(user, 'core.link', core)
        await emptyRedis(world.redis?.url ?? '')
      }
      for (const core of cores) await world.isShown(core, 'confirmed', patienceMs)
    },
    testMs,
  )

  test(
    'when every fourth job is dropped and every fourth doubled, likewise',
    async () => {
      world = await PeopleWorld.open('redis', { HYPERGIT_QUEUE_CHAOS: 'drop:4,double:4' })
      const user = await world.user('Ada')
      const [laptop, desktop] = [await world.claim(user, 'laptop'), await world.claim(user, 'desktop')]
      await world.says(user, 'core.link', laptop)
      await world.says(user, 'core.link', desktop)
      await world.says(user, 'core.unlink', desktop)
      await world.isShown(laptop, 'confirmed', patienceMs)
      await world.isShown(desktop, 'disowned', patienceMs)
    },
    testMs,
  )

  test(
    'when identity has forgotten what a user’s log says, it asks and is told',
    async () => {
      world = await PeopleWorld.open('redis')
      const user = await world.user('Ada')
      const core = await world.claim(user, 'laptop')
      await world.says(user, 'core.link', core)
      await world.isShown(core, 'confirmed')
      // It asks about users whose logs are here, as the replicator tells it a moment later.
      await world.hasProfile(user.user, { following: 'followed' })
      const pool = world.database.pool('identity')
      await pool.query('update users set view = null, epoch = 0, number = 0')
      await pool.query('delete from links')
      await pool.query(`update claims set state = 'maybe', version = nextval('versions')`)
      await world.restart()
      const state = async () => (await pool.query<{ state: string }>('select state from claims')).rows[0]?.state
      await until(async () => (await state()) === 'confirmed', { what: 'it knows again', timeoutMs: patienceMs })
      await world.isShown(core, 'confirmed', patienceMs)
    },
    testMs,
  )
})
