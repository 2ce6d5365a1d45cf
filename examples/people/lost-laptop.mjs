import assert from 'node:assert/strict'
import { until } from '@hypergit/testing'
import { authorIs, isOnPage, shownWithinMs, untilOnPage } from './who-is-who.mjs'

/** 4: the laptop is lost: revoked and disowned by Ada, banned by Maud, and nothing that its finder writes is shown. */
export const lostLaptop = async ({ api, diary }, { laptop, desktop, maud }, scene) => {
  const { id, user, laptopCore, desktopCore, first, second } = scene
  await laptop.stop()
  await desktop.run('user', 'revoke', 'laptop')
  await until(
    async () => {
      const { devices } = await api.get(`/api/users/${user}`)
      return devices.some(({ name, authorized }) => name === 'laptop' && !authorized)
    },
    { what: 'the mirror lists the laptop as revoked', timeoutMs: shownWithinMs },
  )
  await desktop.run('identity', 'disown', laptopCore, '-R', 'pond')
  await authorIs(api, scene, first, { identity: 'disowned', name: 'Ada' })
  await maud.run('ban', laptopCore, '-R', 'pond', '--reason', 'lost')
  diary.note('Ada revoked the laptop and disowned its core, and Maud banned that')

  const stolen = 'Written by who found the laptop.'
  await laptop.run('issue', 'comment', 'pond', '1', '-b', stolen, '--offline')
  await laptop.seed()
  const later = 'Found anything in the pond?'
  await maud.run('issue', 'comment', 'pond', '1', '-b', later)
  await untilOnPage(api, scene, later)
  assert.ok(!(await isOnPage(api, scene, stolen)))
  diary.note('what its finder writes is on no page')

  const { author } = await authorIs(api, scene, second, { identity: 'confirmed', name: 'Ada' })
  assert.deepEqual([author.core, author.user], [desktopCore, user])
  await desktop.run('issue', 'unlock', 'pond', '1')
  await until(async () => !(await api.thread(id, 1)).locked, { what: 'it is unlocked', timeoutMs: shownWithinMs })
  diary.note('the desktop is hers as before, with her role')

  await until(async () => (await api.repository(id)).stateHash === (await maud.status(id)).stateHash, {
    what: 'Maud and the mirror have one state',
    timeoutMs: shownWithinMs,
  })
  assert.equal((await desktop.status(id)).stateHash, (await maud.status(id)).stateHash)
  diary.note('all of them have one state')
}
