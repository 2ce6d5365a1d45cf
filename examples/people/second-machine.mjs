import assert from 'node:assert/strict'
import { until } from '@hypergit/testing'
import { authorIs, isOnPage, shownWithinMs, untilOnPage } from './who-is-who.mjs'

const waitMs = 60_000

/** 3: a second machine: invited, authorised, held until one of hers confirms it, and then with her role. */
export const secondMachine = async ({ api, diary }, { maud, laptop, desktop }, scene) => {
  const { id, link, user } = scene
  const said = 'Also from my desktop.'
  await laptop.stop()

  const inviting = await laptop.start('user', 'invite', '--accept-words', 'any')
  const { invite } = JSON.parse(await inviting.line(/"invite"/, waitMs))
  const joined = await desktop.run('user', 'join', invite, '--name', 'desktop', '--yes')
  await inviting.exited
  assert.equal(joined.user, user)
  const refused = await desktop.refused('user', 'join', invite, '--yes')
  diary.note(`the desktop joined by an invite, which works once: ${refused.message}`)

  await desktop.run('repo', 'clone', link)
  const written = await desktop.run('issue', 'comment', 'pond', '1', '-b', said)
  assert.match(JSON.stringify(written), /waiting for confirmation/)
  const shown = await desktop.run('issue', 'show', 'pond', '1')
  assert.match(JSON.stringify(shown), /waiting for confirmation from one of your machines: laptop/)
  await desktop.seed()
  await until(async () => (await api.op(id, written.op)).outcome === 'held', {
    what: 'the mirror holds the comment',
    timeoutMs: shownWithinMs,
  })
  assert.ok(!(await isOnPage(api, scene, said)))
  diary.note('what it writes is held: Ada sees what it waits for, and others see nothing')

  await laptop.seed()
  await untilOnPage(api, scene, said)
  const { author } = await authorIs(api, scene, written.op, { identity: 'confirmed', name: 'Ada' })
  assert.equal(author.user, user)
  const { comments } = await api.thread(id, 1)
  assert.ok(comments.findIndex(({ op }) => op === written.op) > comments.findIndex(({ op }) => op === scene.first))
  diary.note('the laptop confirmed it by itself, and the comment is in its place, by Ada, confirmed')

  await desktop.run('issue', 'lock', 'pond', '1', '--reason', 'Wait for June')
  await until(async () => (await api.thread(id, 1)).locked, { what: 'the thread is locked', timeoutMs: shownWithinMs })
  await until(async () => (await maud.run('issue', 'show', 'pond', '1')).locked, {
    what: 'Maud sees it locked',
    timeoutMs: shownWithinMs,
  })
  diary.note("the desktop moderates with the laptop's role")
  return { desktopCore: author.core, second: written.op }
}
