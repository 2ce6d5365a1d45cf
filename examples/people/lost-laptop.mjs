import assert from 'node:assert/strict'
import { until } from '@hypergit/testing'
import { authorIs, isOnPage, shownWithinMs } from './who-is-who.mjs'

/** 4: the laptop is lost: revoked in the user log, given up in the repository, and nothing it writes counts any more. */
export const lostLaptop = async (
  { api, diary },
  { laptop, desktop, maud },
  { id, user, laptopCore, desktopCore, first, second },
) => {
  await laptop.stop()
  await desktop.run('user', 'revoke', 'laptop')
  await desktop.run('identity', 'unpair', laptopCore, '-R', 'pond')
  await until(
    async () =>
      (await api.get(`/api/users/${user}`)).devices.some(({ name, authorized }) => name === 'laptop' && !authorized),
    { what: 'the page of the user lists the laptop as revoked', timeoutMs: shownWithinMs },
  )
  diary.note('Ada revoked the laptop, and gave its core up in the repository')

  const stolen = 'Written by who found the laptop.'
  await laptop.run('issue', 'comment', 'pond', '1', '-b', stolen, '--offline').catch(() => undefined)
  await laptop.seed()
  await until(async () => (await laptop.status(id)).stateHash === (await maud.status(id)).stateHash, {
    what: 'the laptop and Maud have the same ops',
    timeoutMs: shownWithinMs,
  })
  await until(async () => (await api.repository(id)).stateHash === (await maud.status(id)).stateHash, {
    what: 'and the mirror',
    timeoutMs: shownWithinMs,
  })
  assert.ok(!(await isOnPage(api, { id }, stolen)))
  diary.note('what its finder writes is on no page')

  const comments = [
    [first, laptopCore],
    [second, desktopCore],
  ]
  for (const [op, core] of comments) {
    const { author } = (await api.thread(id, 1)).comments.find((comment) => comment.op === op)
    assert.deepEqual([author.core, author.user], [core, user])
  }
  await authorIs(api, { id }, second, { identity: 'confirmed', name: 'Ada' })
  diary.note('what Ada wrote with both machines before is hers, as it was')
}
