import assert from 'node:assert/strict'
import { join } from 'node:path'
import { spawnProcess, until } from '@hypergit/testing'

const hostileWriter = join(import.meta.dirname, 'hostile-writer.mjs')

/**
 * 3: who writes before a mute reaches them is hidden and stays; who writes knowing of it is on everybody's blacklist.
 * `meanwhile` runs in the middle: the mute is out, and its effect not seen yet.
 */
export const muteAndBlacklist = async (walk, { id, link, admin, guest, core, number, meanwhile = async () => {} }) => {
  const { api, mailbox, peer, diary } = walk
  const thread = await api.thread(id, number)
  const late = `Written offline, before any mute was heard of (${walk.diary.step}).`
  const hidden = (await guest.run('issue', 'comment', id, String(number), '-b', late, '--offline')).op
  const mute = (await admin.run('mute', id, core, '--reason', 'off topic')).op
  diary.note('the second peer is muted while it is offline, with a comment unsent')
  await meanwhile()

  await guest.seed()
  const said = async () => (await api.op(id, hidden)).outcome
  await until(async () => (await said()) === 'hidden', { what: 'the mirror hides the comment', timeoutMs: 60_000 })
  for (const person of [admin, guest]) {
    const reason = await until(() => person.run('why', id, hidden), {
      what: `${person.name} has it`,
      timeoutMs: 30_000,
    })
    assert.deepEqual([reason.outcome, reason.reason, reason.decidedBy], ['hidden', 'muted', [mute]])
  }
  assert.ok(!(await api.text(`/r/${id}/issues/${number}`)).includes(late))
  diary.note('the comment is hidden at all three, and not on the page')

  assert.ok((await guest.status(id)).peers > 0, 'the muted peer is connected')
  const peace = `Back to the matter (${walk.diary.step}).`
  const { op } = await admin.run('issue', 'comment', id, String(number), '-b', peace)
  await until(() => guest.run('why', id, op), { what: 'the muted peer still hears of others', timeoutMs: 30_000 })
  assert.deepEqual((await api.repository(id)).blacklist, [])
  diary.note('the muted peer stays connected')

  const error = await guest.refused('issue', 'comment', id, String(number), '-b', 'Once more.')
  assert.deepEqual([error.code, error.rule, error.decidedBy], ['refused', 'comment', [mute]])
  diary.note(`its client refuses what it tries now: ${error.explanation}`)
  await guest.stop()

  const { violation, later } = await writeAnyway(walk, { id, guest, thread: thread.op })
  await blacklisted(walk, { id, people: [admin, guest], core, violation, mute })
  diary.note(
    'a client that does not refuse has its core on the blacklist of all three; why and the API name rule and mute',
  )

  const fourth = peer(`${guest.name}-witness`)
  await fourth.run('repo', 'clone', link)
  assert.equal((await fourth.run('why', id, violation)).outcome, 'violation')
  assert.equal((await fourth.refused('why', id, later)).code, 'unknown')
  for (const honest of [admin, fourth]) {
    const { blacklist, heads } = await honest.status(id)
    const [entry] = blacklist
    assert.equal(heads.find((head) => head.core === core)?.length, entry.from + 1, `${honest.name} keeps nothing later`)
  }
  diary.note('a fourth peer has the violating op as evidence, and no later one')

  const { stateHash } = await admin.status(id)
  await until(async () => (await api.repository(id)).stateHash === stateHash, { what: 'all agree', timeoutMs: 60_000 })
  assert.equal((await fourth.status(id)).stateHash, stateHash)
  diary.note('all honest ones have one state')
  return { mailed: [peace], unmailed: [late, 'Muted or not', 'And on.'], mailbox }
}

const writeAnyway = async ({ mirror }, { id, guest, thread }) => {
  const hostile = await spawnProcess(process.execPath, [
    hostileWriter,
    join(guest.home, 'home'),
    mirror.bootstrap,
    id,
    thread,
  ])
  await until(() => hostile.stdout.length >= 2, { what: 'the hostile client has written', timeoutMs: 60_000 })
  await hostile.stop()
  const [violation, later] = hostile.stdout
  return { violation, later }
}

const blacklisted = async ({ api }, { id, people, core, violation, mute }) => {
  const listed = ({ blacklist }) => blacklist.some((entry) => entry.core === core && entry.op === violation)
  await until(async () => listed(await api.repository(id)), { what: 'the mirror blacklists it', timeoutMs: 60_000 })
  const told = await api.op(id, violation)
  assert.deepEqual([told.outcome, told.reason, told.rule], ['violation', 'muted', 'comment'])
  assert.deepEqual(
    told.decidedBy.map(({ op }) => op),
    [mute],
  )
  for (const person of people) {
    await until(async () => listed(await person.status(id)), {
      what: `${person.name} blacklists it`,
      timeoutMs: 60_000,
      everyMs: 200,
    })
    const why = await person.run('why', id, violation)
    assert.deepEqual([why.outcome, why.reason, why.rule, why.decidedBy], ['violation', 'muted', 'comment', [mute]])
  }
}
