import type { Action, CoreKey } from '@hypergit/domain'
import { requires } from '@hypergit/testing'
import { PeopleWorld } from './people-world.js'

const devices = 10_000
const hugeProfiles = 10_000
const ops = 1_000_000
const opsPerAppend = 10_000
/** What a mirror takes of one user log unless it is told otherwise. */
const takenOpsMax = 20_000
const shownDevices = 256
const testMs = 900_000

const authorize = (number: number): Action => ({
  type: 'device.authorize',
  core: number.toString(16).padStart(64, '0') as CoreKey,
  name: 'machine '.repeat(8),
  proof: new Uint8Array(),
})
const hugeProfile: Action = {
  type: 'profile.set',
  name: 'M'.repeat(64),
  bio: 'x'.repeat(4_000),
  contact: 'y'.repeat(250),
}
const profile: Action = { type: 'profile.set', bio: 'again' }

const actionAt = (place: number): Action =>
  place < devices ? authorize(place) : place < devices + hugeProfiles ? hugeProfile : profile

requires('redis', 'postgres')('a user log that is made to be a burden', () => {
  let world: PeopleWorld

  beforeAll(async () => {
    world = await PeopleWorld.open('redis')
  }, 90_000)
  afterAll(() => world?.close(), 60_000)

  test(
    `of ${ops} ops, ${devices} devices and huge profiles a bounded part is taken, which is said, and others are unharmed`,
    async () => {
      const [mallory, carol] = [await world.user('Mallory'), await world.user('Carol')]
      for (let from = 0; from < ops; from += opsPerAppend) {
        const some = Array.from({ length: opsPerAppend }, (_, number) => actionAt(from + number))
        await mallory.written.append(mallory.founder, some)
      }
      const burden = await world.claim(mallory, 'mallory laptop')
      const laptop = await world.claim(carol, 'carol laptop')
      await world.says(carol, 'core.link', laptop)
      await world.isShown(laptop, 'confirmed')
      await world.hasProfile(mallory.user, { following: 'over-quota' })
      await world.isShown(burden, 'maybe')
      const desktop = await world.claim(carol, 'carol desktop', [laptop])
      await world.says(carol, 'core.link', desktop)
      await world.isShown(desktop, 'confirmed')
      const { rows } = await world.database
        .pool('validator')
        .query<{ ops: string }>('select max(length) as ops from sightings where log = $1', [mallory.user])
      expect(Number(rows[0]?.ops)).toBeLessThanOrEqual(takenOpsMax)
      expect((await world.profile(mallory.user))?.devices.length).toBeLessThanOrEqual(shownDevices)
    },
    testMs,
  )
})
