import type { LogId } from '@hypergit/domain'
import type { Peer } from '../src/api/peer.js'
import { Homes, ok, serve, write } from './homes.js'

const forksOf = (peer: Peer, repo: string) => ok(peer.forks({ repo }))

describe('Forks as a home knows them', () => {
  let homes: Homes
  let alice: Peer
  let parent: LogId
  beforeEach(async () => {
    homes = await Homes.start()
    alice = await homes.open('alice')
    parent = (await ok(alice.createRepository({ name: 'demo', offline: true }))).id
  })
  afterEach(() => homes.stop())

  const fork = async (name: string, forkOf: LogId = parent) =>
    (await ok(alice.createRepository({ name, forkOf, offline: true }))).id
  const announce = (repository: LogId, repo = 'demo') =>
    write(alice, repo, { type: 'fork.announce', repository }, { offline: true })

  it('are maybe while one end alone says so, confirmed when both do, and listed in that order', async () => {
    const named = await fork('named')
    expect(await forksOf(alice, 'demo')).toEqual({
      forks: [
        {
          repository: named,
          name: 'named',
          namesParent: true,
          announced: false,
          link: 'maybe',
          explanation: 'The fork names the parent; nobody has announced it in the parent.',
        },
      ],
    })
    const both = await fork('both')
    await announce(both)
    const other = (await ok(alice.createRepository({ name: 'other', offline: true }))).id
    await announce(other)
    const { forks } = await forksOf(alice, 'demo')
    expect(forks[0]).toMatchObject({ repository: both, link: 'confirmed' })
    expect(new Map(forks.map(({ repository, link, namesParent }) => [repository, [link, namesParent]]))).toEqual(
      new Map([
        [both, ['confirmed', true]],
        [named, ['maybe', true]],
        [other, ['maybe', false]],
      ]),
    )
    expect((await forksOf(alice, 'both')).parent).toMatchObject({ repository: parent, name: 'demo', link: 'confirmed' })
    expect((await forksOf(alice, 'other')).parent).toBeUndefined()
  })

  it('are maybe for a home that has one end only, and says that it does not know the other', async () => {
    const both = await fork('both')
    await announce(both)
    await serve(alice)
    const bob = await homes.open('bob')
    await ok(bob.cloneRepository({ link: both }))
    expect((await forksOf(bob, 'both')).parent).toEqual({
      repository: parent,
      namesParent: true,
      link: 'maybe',
      explanation: 'The fork names the parent; the parent’s log is not known here.',
    })
    await ok(bob.cloneRepository({ link: parent }))
    expect((await forksOf(bob, 'both')).parent).toMatchObject({ link: 'confirmed' })
    await ok(bob.removeRepository({ repo: 'both' }))
    expect((await forksOf(bob, 'demo')).forks).toMatchObject([
      { repository: both, announced: true, link: 'maybe', explanation: expect.stringContaining('not known here') },
    ])
  })

  it('leave out a repository that announces itself', async () => {
    await announce(parent)
    expect(await forksOf(alice, 'demo')).toEqual({ forks: [] })
  })

  it('do not deny an announcement that a full list may have dropped', async () => {
    const both = await fork('both')
    await announce(both)
    const strangers = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(64, '0') as LogId)
    for (let at = 0; at < strangers.length; at += 64) {
      const actions = strangers.slice(at, at + 64).map((repository) => ({ type: 'fork.announce', repository }) as const)
      await ok(alice.write({ repo: 'demo', actions, offline: true }))
    }
    const { parent: link } = await forksOf(alice, 'both')
    expect(link).toMatchObject({ link: 'maybe', explanation: expect.stringContaining('not known here') })
    expect(link).not.toHaveProperty('announced')
  })
})
