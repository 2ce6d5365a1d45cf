import assert from 'node:assert/strict'
import { until } from '@hypergit/testing'
import { authorIs, isOnPage, shownWithinMs, untilOnPage } from './who-is-who.mjs'

const waitMs = 60_000

/** The next event of that name which a command prints. */
const said = async (event, running) => JSON.parse(await running.line(new RegExp(`^.*"event":"${event}".*$`), waitMs))

/** 3: a second machine: invited, authorised, held until one of hers confirms it, and then with her role. */
export const secondMachine = async ({ api, diary }, { maud, laptop, desktop }, scene) => {
  const { id, link, user } = scene
  const body = 'Also from my desktop.'
  await laptop.stop()

  const inviting = await laptop.start('user', 'invite')
  const { invite } = await said('invite', inviting)
  const joining = await desktop.start('user', 'join', invite, '--name', 'desktop', '--yes')
  const [here, there] = await Promise.all([said('candidate', inviting), said('words', joining)])
  assert.equal(here.words, there.words)
  await laptop.run('user', 'invite', '--accept-words', there.words)
  const joined = await said('joined', joining)
  assert.equal(joined.user, user)
  const claimed = await said('claimed', joining)
  assert.equal(claimed.repo, id)
  await Promise.all([inviting.exited, joining.exited])
  const refused = await maud.refused('user', 'join', invite, '--yes', '--wait', '5')
  diary.note(`the desktop joined by an invite, which works once: ${refused.message}`)

  await desktop.run('repo', 'clone', link)
  const written = await desktop.run('issue', 'comment', 'pond', '1', '-b', body)
  assert.match(JSON.stringify(written), /waiting for confirmation/)
  const shown = await desktop.run('issue', 'show', 'pond', '1')
  assert.match(JSON.stringify(shown), /waiting for confirmation from one of your machines: laptop/)
  await desktop.seed()
  await until(async () => (await api.op(id, written.op)).outcome === 'held', {
    what: 'the mirror holds the comment',
    timeoutMs: shownWithinMs,
  })
  assert.ok(!(await isOnPage(api, scene, body)))
  diary.note('what it writes is held: Ada sees what it waits for, and others see nothing')

  await laptop.seed()
  await untilOnPage(api, scene, body)
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
