import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { until } from '@hypergit/testing'

/** From the end of the command that writes a comment until the mirror's page has it, ms. */
const pageWaitMs = 2_000

/** 2: a second peer clones and comments; the comment is on the mirror's page, with the first peer, and in one mail. */
export const secondPeer = async ({ api, mailbox, peer, diary }, { id, link, admin }) => {
  const bob = peer('bob')
  const reader = 'reader@example.org'
  const issue = (await api.threads(id, '&kind=issue')).find(({ locked }) => !locked)
  await api.subscribe(mailbox, issue.op, reader)
  diary.note(`a reader confirmed a subscription to issue ${issue.number}`)

  const { core } = await bob.run('repo', 'clone', link)
  diary.note('bob cloned it by its link')

  const following = await admin.start('log', id, '--follow', '--limit', '1')
  await following.line(/./)
  const body = 'Seen here as well, with the second peer.'
  const { op } = await bob.run('issue', 'comment', id, String(issue.number), '-b', body)
  const written = performance.now()
  const path = `/r/${id}/issues/${issue.number}`
  await until(async () => (await api.text(path)).includes(body), {
    what: 'the comment is on the page',
    timeoutMs: pageWaitMs,
  })
  const tookMs = Math.round(performance.now() - written)
  const { at } = await api.op(id, op)
  diary.note(
    `bob's comment is on the page ${tookMs} ms after the command ended, ${Date.now() - at} ms after it was signed`,
  )
  await following.line(new RegExp(op))
  await following.stop()
  diary.note("it is in alice's log")

  await until(async () => (await mailbox.mailsWith(reader, body)).length > 0, {
    what: 'the reader has a mail',
    timeoutMs: 30_000,
  })
  assert.equal((await mailbox.mailsWith(reader, body)).length, 1)
  diary.note('the reader has one mail for it')
  return { bob, bobsCore: core, issue, reader, body }
}
