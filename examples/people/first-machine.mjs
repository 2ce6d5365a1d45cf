import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@hypergit/testing'
import { authorIs, shownWithinMs } from './who-is-who.mjs'

/** 1: a person from nothing to a name that the mirror shows as confirmed, and to a role. */
export const firstMachine = async ({ folder, mirror, api, diary }, { maud, laptop }) => {
  const { id, link } = await maud.run('repo', 'create', 'pond')
  await maud.run('issue', 'open', 'pond', '-t', 'The frogs are loud', '-b', 'Every night.')
  await maud.seed()
  await maud.run('mirror', 'add', 'pond', '--url', mirror.operatorUrl)
  diary.note('Maud founded a repository, and the mirror hosts it')

  const phrase = join(folder, 'ada.phrase')
  const user = await laptop.run('user', 'create', '--name', 'Ada', '--device', 'laptop', '--recovery-file', phrase)
  assert.equal(statSync(phrase).mode & 0o777, 0o600)
  const words = readFileSync(phrase, 'utf8').trim()
  assert.ok(words.split(/\s+/).length >= 12, 'the recovery phrase is in the file')
  assert.ok(!JSON.stringify(user).includes(words), 'and is printed nowhere')
  diary.note('Ada made a user on her laptop, with the recovery phrase in a file of her own')

  await laptop.run('repo', 'clone', link)
  const { op } = await laptop.run('issue', 'comment', 'pond', '1', '-b', 'They stop in June.')
  await laptop.seed()
  await until(async () => (await api.repository(id)).id === id, { what: 'it is hosted', timeoutMs: shownWithinMs })
  const scene = { id, link, user: user.user, phrase }
  const { author } = await authorIs(api, scene, op, { identity: 'confirmed', name: 'Ada' })
  assert.equal(author.user, user.user)
  diary.note('her comment is by Ada, confirmed')

  await maud.run('role', 'set', author.core, 'collaborator', '-R', 'pond')
  await until(async () => (await laptop.run('repo', 'show', 'pond')).role === 'collaborator', {
    what: 'the laptop knows of the role',
    timeoutMs: shownWithinMs,
  })
  diary.note('Maud made her a collaborator')
  return { ...scene, laptopCore: author.core, first: op }
}
