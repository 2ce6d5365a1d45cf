import { requires } from '@hypergit/testing'
import { testThread } from '../../test/events.js'
import { bounds } from '../bounds.js'
import { mailWorld, stopPostgres, type MailWorld } from '../../test/mail-world.js'

requires('postgres')('who is mailed about what', () => {
  let world: MailWorld
  beforeEach(async () => {
    world = await mailWorld()
  })
  afterEach(() => world.close())
  afterAll(stopPostgres)

  const ada = 'ada@example.org'
  const thread = () => testThread('The mirror is slow', world.nowMs)

  test('a subscriber gets exactly one mail for a comment', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    await world.plan(about.job([about.event('Me too.')]))
    await world.settle()
    await world.settle()
    expect(world.notifications(ada).map(({ parsed }) => parsed.text)).toEqual([expect.stringContaining('Me too.')])
  })

  test('a job that comes twice, and an op that comes in two jobs, are one mail', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    const event = about.event('Me too.')
    const job = about.job([event])
    await Promise.all([world.plan(job), world.plan(job), world.plan(about.job([event, event].slice(0, 1)))])
    await world.settle()
    await world.plan(job)
    await world.settle()
    expect(world.notifications(ada)).toHaveLength(1)
  })

  test('two workers that get every job send every mail once', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    await world.plan(about.job(Array.from({ length: 20 }, (_, n) => about.event(`Comment ${n}`))))
    world.pass(120_000)
    await Promise.all([world.deliverAll(), world.deliverAll()])
    expect(world.notifications(ada)).toHaveLength(20)
  })

  test('nothing is mailed that was first seen before the subscription was confirmed, whenever its event comes', async () => {
    const about = thread()
    const before = about.event('Old news.')
    await world.ask(about, ada)
    const asked = about.event('While it was not confirmed.')
    world.pass(600_001)
    await world.subscribe(about, ada)
    await world.plan(about.job([before, asked]))
    await world.settle()
    expect(world.notifications(ada)).toEqual([])
  })

  test('an address that has not confirmed gets nothing but the question', async () => {
    const about = thread()
    await world.ask(about, ada)
    await world.plan(about.job([about.event('Me too.')]))
    await world.settle()
    expect(world.smtp.mailsTo(ada).map(({ parsed }) => parsed.subject)).toEqual([
      'Confirm your subscription to “The mirror is slow”',
    ])
  })

  test.each([
    ['a replay', { replay: true }],
    ['an import', { imported: true }],
    ['what no reader sees', { visible: false }],
  ])('%s is no news', async (_what, over) => {
    const about = thread()
    await world.subscribe(about, ada)
    await world.plan(about.job([about.event('Me too.', over)]))
    await world.settle()
    expect(world.notifications(ada)).toEqual([])
  })

  test('a comment that is hidden while it is held is not mailed', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    const spam = about.event('Buy gold.')
    await world.plan(about.job([spam]))
    await world.plan(about.job([], { withdrawn: [spam.op.id] }))
    await world.settle()
    expect(world.notifications(ada)).toEqual([])
    expect(await world.states()).toEqual(['withdrawn'])
    expect(await world.sql.query('select content from notifier.notices')).toEqual([{ content: null }])
  })

  test('also when the news that it was hidden comes first', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    const spam = about.event('Buy gold.')
    const said = about.job([spam])
    await world.plan(about.job([], { withdrawn: [spam.op.id] }))
    await world.plan(said)
    await world.settle()
    expect(world.notifications(ada)).toEqual([])
  })

  test('a comment that becomes visible again is mailed once after all', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    const comment = about.event('Not spam.')
    await world.plan(about.job([comment]))
    await world.plan(about.job([], { withdrawn: [comment.op.id] }))
    await world.plan(about.job([comment]))
    await world.settle()
    expect(world.notifications(ada)).toHaveLength(1)
  })

  test('a comment that is edited while it is held is mailed as it is now', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    const comment = about.event('First thuoght.')
    const first = about.job([comment])
    await world.plan(about.job([about.event('First thought.', { op: comment.op.id })]))
    await world.plan(first)
    await world.settle()
    expect(world.notifications(ada).map(({ parsed }) => parsed.text)).toEqual([
      expect.stringContaining('First thought.'),
    ])
  })

  test('who follows comments only is not told that the thread was closed', async () => {
    const about = thread()
    const eve = 'eve@example.org'
    await world.subscribe(about, ada)
    await world.subscribe(about, eve, 'comments')
    await world.plan(
      about.job([about.event('done', { kind: 'closed', action: { type: 'thread.close', thread: about.op } })]),
    )
    await world.settle()
    expect(world.notifications(ada)).toHaveLength(1)
    expect(world.notifications(eve)).toHaveLength(0)
  })

  test('an old op that changes is no news, also for who was not told of it when it was', async () => {
    const about = thread()
    await world.subscribe(about, ada, 'comments')
    const close = about.event('done', { kind: 'closed', action: { type: 'thread.close', thread: about.op } })
    await world.plan(about.job([close]))
    await world.sql.query(`update notifier.subscriptions set level = 'all'`)
    world.pass(bounds.newsForMs)
    await world.plan(about.job([close]))
    await world.settle()
    expect(world.notifications(ada)).toEqual([])
  })

  test('another thread is another matter', async () => {
    const about = thread()
    const other = thread()
    await world.subscribe(about, ada)
    await world.plan(other.job([other.event('Elsewhere.')]))
    await world.settle()
    expect(world.notifications(ada)).toEqual([])
  })
})
