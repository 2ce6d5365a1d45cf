import assert from 'node:assert/strict'
import { join } from 'node:path'
import { spawnProcess, until } from '@hypergit/testing'
import { authorIs, shownWithinMs } from './who-is-who.mjs'

const hostilePair = join(import.meta.dirname, 'hostile-pair.mjs')

/** 2: who takes another's name is told apart, and who goes on trying to be taken for them is struck out. */
export const squatter = async ({ mirror, api, diary }, { maud, sid }, { id, link, user, laptopCore }) => {
  const own = await sid.run('user', 'create', '--name', 'Ada')
  await sid.run('repo', 'clone', link)
  const { op } = await sid.run('issue', 'comment', 'pond', '1', '-b', 'It is me, Ada.')
  const scene = { id }
  await sid.seed()
  const { author } = await authorIs(api, scene, op, { identity: 'confirmed', name: 'Ada' })
  assert.notEqual(author.user, user)
  assert.equal(author.user, own.user)
  assert.ok((await api.text(`/r/${id}/issues/1`)).includes(author.user.slice(0, 8)), 'with the beginning of the id')
  diary.note('Sid calls himself Ada as well; beside the name stands another id')

  const warned = await sid.refused('identity', 'pair', laptopCore, '-R', 'pond')
  assert.match(warned.message, /strike/i)
  for (const _ of [1, 2]) await sid.run('identity', 'pair', laptopCore, '-R', 'pond', '--accept-strike')
  const last = await sid.refused('identity', 'pair', laptopCore, '-R', 'pond', '--accept-strike')
  diary.note(`his client warns him, and after two strikes it refuses: ${last.message}`)
  await sid.stop()

  const hostile = await spawnProcess(process.execPath, [
    hostilePair,
    join(sid.home, 'home'),
    mirror.bootstrap,
    id,
    laptopCore,
  ])
  await until(() => hostile.stdout.length > 0, { what: 'he has tried a third time', timeoutMs: 60_000 })
  const entry = await until(async () => (await api.repository(id)).blacklist.find(({ core }) => core === author.core), {
    what: 'the mirror has struck him out',
    timeoutMs: shownWithinMs,
  })
  assert.equal(entry.reason, 'pairing-abuse')
  await until(async () => (await maud.status(id)).blacklist.some(({ core }) => core === author.core), {
    what: 'Maud has, too',
    timeoutMs: shownWithinMs,
  })
  await hostile.stop()
  const page = await api.text(`/r/${id}/cores/${author.core}`)
  assert.ok(/pair/i.test(page), 'the page says why')
  diary.note('the third strike is on everybody’s blacklist, and the page says why')
  return { sidCore: author.core, sidUser: own.user }
}
