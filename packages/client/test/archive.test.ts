import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolder, requires } from '@hypergit/testing'
import type { ImportEvent } from '../src/api/archives.js'
import type { Peer } from '../src/api/peer.js'
import { Homes, ok } from './homes.js'

type Json = Record<string, unknown>
const data = dataFolder(join(import.meta.dirname, '..', '..', '..'))

const exported = async (peer: Peer): Promise<Json> => {
  let text = ''
  for await (const event of peer.exportArchive({ repo: 'demo' })) {
    if (event.kind === 'text') text += event.text
    else if (event.kind === 'failed') throw new Error(event.failure.message)
  }
  return JSON.parse(text) as Json
}

const imported = async (peer: Peer, file: string): Promise<ImportEvent | undefined> => {
  let last: ImportEvent | undefined
  for await (const event of peer.importArchive({ repo: 'demo', file, offline: true })) last = event
  return last
}

const kept = {
  issue: ['number', 'title', 'url', 'state', 'author', 'body', 'createdAt', 'closedAt'],
  pull: ['mergedAt', 'mergedBy', 'headRefName', 'headRefOid', 'baseRefName', 'headRepository', 'mergeCommit'],
  comment: ['author', 'body', 'createdAt'],
  review: ['author', 'state', 'body', 'createdAt', 'commit'],
}
const pick = (from: Json, names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, from[name] ?? null]))
const byDate = (items: unknown): Json[] =>
  [...((items as Json[] | undefined) ?? [])].sort((a, b) =>
    String(a['createdAt']).localeCompare(String(b['createdAt'])),
  )

/** What an archive says that an import must keep, in one order. */
const content = (archive: Json): Json => {
  const entry = (item: Json, names: readonly string[]): Json => ({
    ...pick(item, names),
    // GitHub closes a pull up to a second after it merged it; here the merge is the closing.
    ...(item['state'] === 'MERGED' ? { closedAt: item['mergedAt'] } : {}),
    labels: [...(item['labels'] as string[])].sort(),
    assignees: [...(item['assignees'] as string[])].sort(),
    comments: byDate(item['comments']).map((comment) => pick(comment, kept.comment)),
    reviews: byDate(item['reviews']).map((review) => ({
      ...pick(review, kept.review),
      comments: (review['comments'] as Json[]).map((line) => pick(line, ['originalPosition', 'body'])),
    })),
  })
  return {
    repo: archive['repo'],
    issues: (archive['issues'] as Json[]).map((item) => entry(item, kept.issue)),
    pulls: (archive['pulls'] as Json[]).map((item) => entry(item, [...kept.issue, ...kept.pull])),
  }
}

const comment = (author: string, body: string, createdAt: string) => ({
  author,
  authorAssociation: 'NONE',
  body,
  createdAt,
})
const small = {
  repo: 'owner/small',
  labels: [],
  issues: [
    {
      number: 3,
      title: 'It stops',
      url: 'https://github.com/owner/small/issues/3',
      state: 'OPEN',
      author: 'ann',
      authorAssociation: 'NONE',
      assignees: ['bo'],
      labels: ['bug'],
      body: 'é'.repeat(60_000),
      createdAt: '2020-01-01T00:00:00Z',
      closedAt: null,
      comments: [comment('bo', 'yes', '2020-01-02T00:00:00Z'), comment('bo', 'yes', '2020-01-02T00:00:00Z')],
    },
  ],
  pulls: [],
}

describe('An archive', () => {
  let homes: Homes
  let peer: Peer
  beforeEach(async () => {
    homes = await Homes.start()
    peer = await homes.open('home')
    await ok(peer.createRepository({ name: 'demo', offline: true }))
  })
  afterEach(() => homes.stop())

  const file = async (archive: unknown): Promise<string> => {
    const path = homes.path('archive.json')
    await writeFile(path, typeof archive === 'string' ? archive : JSON.stringify(archive))
    return path
  }

  it('comes out as it went in, with texts that are longer than an op', async () => {
    expect(await imported(peer, await file(small))).toMatchObject({
      kind: 'done',
      result: { issues: 1, pulls: 0, comments: 2, known: 0 },
    })
    expect(content(await exported(peer))).toEqual(content(small))
  })

  it('adds only what is new when it is imported again', async () => {
    await imported(peer, await file(small))
    expect(await imported(peer, await file(small))).toMatchObject({ kind: 'done', result: { ops: 0 } })
    const [issue] = small.issues
    const closed = { ...issue, state: 'CLOSED', closedAt: '2020-02-01T00:00:00Z', labels: ['bug', 'old'] }
    const more = {
      ...small,
      issues: [{ ...closed, comments: [...(issue?.comments ?? []), comment('ann', 'no', '2020-01-03T00:00:00Z')] }],
    }
    expect(await imported(peer, await file(more))).toMatchObject({ kind: 'done', result: { ops: 3, comments: 1 } })
    expect(content(await exported(peer))).toEqual(content(more))
    const { items } = await ok(peer.threads({ repo: 'demo', state: 'closed' }))
    expect(items).toMatchObject([
      { number: 3, labels: ['bug', 'old'], origin: { source: 'github:owner/small', author: 'ann' } },
    ])
    const reopened = { ...more, issues: [{ ...more.issues[0], state: 'OPEN', closedAt: null }] }
    expect(await imported(peer, await file(reopened))).toMatchObject({ kind: 'done', result: { ops: 1 } })
    expect(content(await exported(peer))).toEqual(content(reopened))
  })

  it.each([
    ['{', 'not JSON'],
    [{ ...small, repo: 'small' }, '.repo: must be OWNER/NAME'],
    [
      { ...small, issues: [{ ...small.issues[0], createdAt: 'yesterday' }] },
      '.issues[0].createdAt: "yesterday" is no date',
    ],
    [{ ...small, issues: [small.issues[0], small.issues[0]] }, 'two issues or pulls have the number 3'],
  ])('that is none is refused with the place: %#', async (archive, message) => {
    expect(await imported(peer, await file(archive))).toMatchObject({
      kind: 'failed',
      failure: { code: 'invalid', message: expect.stringContaining(message) },
    })
  })

  it('is refused to somebody who is no admin, as the rules say', async () => {
    const { link } = await ok(peer.repository({ repo: 'demo' }))
    const seed = peer.seed({})[Symbol.asyncIterator]()
    await seed.next()
    const other = await homes.open('other')
    await ok(other.cloneRepository({ link }))
    expect(await imported(other, await file(small))).toMatchObject({
      kind: 'failed',
      failure: { reason: 'not-permitted' },
    })
  })
})

requires('data')('The archives of real projects', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  it.each([
    ['hpke-archive.json', { issues: 86, pulls: 166, comments: 323, reviews: 482, lineComments: 573 }],
    ['capport-archive.json', { issues: 25, pulls: 11, lineComments: 41 }],
  ])(
    '%s comes out as it went in',
    async (name, counts) => {
      const path = join(data ?? '', name)
      const peer = await homes.open('home')
      await ok(peer.createRepository({ name: 'demo', offline: true }))
      expect(await imported(peer, path)).toMatchObject({ kind: 'done', result: counts })
      const original = JSON.parse(await readFile(path, 'utf8')) as Json
      expect(content(await exported(peer))).toEqual(content(original))
      expect(await imported(peer, path)).toMatchObject({ kind: 'done', result: { ops: 0 } })
    },
    60_000,
  )
})
