import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { until } from '@hypergit/testing'
import { archivedThreads, authorsOf, shownThread } from '../walk/archive-facts.mjs'

/** Every so many threads their page is looked at as well. */
const pageEvery = 10

/** 1: a peer founds a repository, imports a project's history, and a mirror shows all of it. */
export const importHistory = async ({ api, mirror, peer, archive, diary }) => {
  const alice = peer('alice')
  const { id, link } = await alice.run('repo', 'create', 'imported')
  const imported = await alice.run('import', 'github-archive', archive, '--into', id, '--offline')
  diary.note(`alice founded ${link} and imported ${imported.issues} issues and ${imported.pulls} pulls`)
  await alice.seed()
  await alice.run('mirror', 'add', link, '--url', mirror.operatorUrl)
  const { stateHash } = await alice.status(id)
  await until(async () => (await api.repository(id)).stateHash === stateHash, {
    what: 'the mirror has the state of alice',
    timeoutMs: 90_000,
    everyMs: 100,
  })
  diary.note('the mirror hosts it and has the same state')

  const expected = archivedThreads(JSON.parse(readFileSync(archive, 'utf8')))
  const listed = (await api.threads(id)).map(({ number }) => number).sort((one, other) => one - other)
  assert.deepEqual(
    listed,
    expected.map(({ number }) => number),
  )
  const threads = []
  for (const number of listed) threads.push(await api.thread(id, number))
  for (const [index, thread] of threads.entries()) {
    const told = shownThread(thread)
    if (!isDeepStrictEqual(told, expected[index])) assert.deepEqual(told, expected[index])
  }
  const authors = authorsOf(threads.map(shownThread))
  assert.deepEqual(authors, authorsOf(expected))
  const count = (kind) => threads.filter((thread) => thread.kind === kind).length
  diary.note(`its API shows the file: ${count('issue')} issues, ${count('pull')} pulls, ${authors.length} people`)

  const looked = threads.filter((_, index) => index % pageEvery === 0)
  for (const { kind, number, op, comments, reviews } of looked) {
    const page = await api.text(`/r/${id}/${kind}s/${number}`)
    for (const shown of [op, ...[...comments, ...reviews].map((one) => one.op)]) {
      assert.ok(page.includes(`id="${shown}"`), `${kind} ${number}: op ${shown} is on the page`)
    }
  }
  diary.note(`${looked.length} of the threads' pages show everything in them`)
  return { id, link, admin: alice }
}
