import { coreKey, logId, toZ32 } from '@hypergit/domain'
import type { Identity } from '@hypergit/queues'
import { requires } from '@hypergit/testing'
import { testThread } from '../../test/events.js'
import { mailWorld, stopPostgres, type MailWorld } from '../../test/mail-world.js'
import { keepNames } from './keep-names.js'

const email = 'ada@example.org'
const user = logId('5'.repeat(64))
const short = toZ32(user).slice(0, 8)

requires('postgres')('the author that a mail names', () => {
  let world: MailWorld
  beforeEach(async () => {
    world = await mailWorld()
  })
  afterEach(() => world.close())
  afterAll(stopPostgres)

  type Said = Pick<Identity, 'state' | 'name' | 'version'>

  /** The first line of the mail about a comment by whoever claims `user`, once these were said of its core, a job each. */
  const told = (...said: readonly Said[]) => toldInJobs(...said.map((one) => [one]))
  const toldInJobs = async (...jobs: readonly (readonly Said[])[]) => {
    const thread = testThread('The mirror is slow', world.nowMs)
    await world.subscribe(thread, email)
    const event = thread.event('Me too.', { user })
    const { core } = event.op.author
    const identity = { log: thread.log, core, user, claim: event.op.id }
    const stranger = { ...identity, core: coreKey('7'.repeat(64)), state: 'maybe', name: 'Eve', version: 9 } as const
    for (const said of jobs)
      await keepNames(world.sql, { identities: [stranger, ...said.map((one) => ({ ...identity, ...one }))] })
    await world.plan(thread.job([event]))
    await world.settle()
    const { text = '', html = '' } = world.notifications(email)[0]?.parsed ?? {}
    const why = `https://mirror.example/r/${toZ32(thread.log)}/cores/${toZ32(core)}`
    expect([text.includes(why), html.includes(why)]).toEqual([true, true])
    return text.split('\n')[0]
  }

  test('is maybe while nothing is known of the claim', async () => {
    expect(await told()).toMatch(/^\w{8} \(\? maybe\) commented:$/)
  })

  test.each([
    ['maybe', '?'],
    ['confirmed', '✓'],
    ['disowned', '✗'],
  ] as const)('has their user’s name and is %s, with mark and word', async (state, mark) => {
    expect(await told({ state, name: 'Ada', version: 1 })).toBe(`Ada ${short} (${mark} ${state}) commented:`)
  })

  test('is what was said last, whichever came first', async () => {
    const said = await told(
      { state: 'disowned', name: 'Ada', version: 2 },
      { state: 'confirmed', name: 'Ada', version: 1 },
    )
    expect(said).toBe(`Ada ${short} (✗ disowned) commented:`)
  })

  const [older, newer] = [
    { state: 'confirmed', name: 'Ada, once', version: 1 },
    { state: 'disowned', name: 'Ada', version: 2 },
  ] as const
  test.each([
    ['first', [newer, older]],
    ['last', [older, newer]],
  ])('is the newer word of a job that says two things, the newer one %s', async (_place, said) => {
    expect(await toldInJobs(said, said)).toBe(`Ada ${short} (✗ disowned) commented:`)
  })

  test('has no line break, direction or length of a stranger’s choosing', async () => {
    const said = await told({ state: 'confirmed', name: `\u202E\r\nBcc: x ${'y'.repeat(300)}`, version: 1 })
    expect(said).not.toMatch(/\u202E/)
    expect(said?.length).toBeLessThan(120)
    expect(said).toMatch(/\(✓ confirmed\) commented:$/)
  })
})
