import { until } from '@hypergit/testing'
import type { InviteDevice, InviteEvent, JoinEvent, JoinUser } from '../src/api/pairing.js'
import type { Peer } from '../src/api/peer.js'
import { Homes, ok, serve, write } from './homes.js'

type Kind<Event, Name> = Extract<Event, { readonly kind: Name }>

/** Reads a stream in the background, and gives each kind of event as it comes. */
const reading = <Event extends { readonly kind: string }>(events: AsyncIterable<Event>) => {
  const seen: Event[] = []
  const iterator = events[Symbol.asyncIterator]()
  const ended = (async () => {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) seen.push(next.value)
    return seen
  })()
  ended.catch(() => undefined)
  return {
    seen,
    ended,
    stop: async () => void (await iterator.return?.()),
    event: async <Name extends Event['kind']>(kind: Name): Promise<Kind<Event, Name>> => {
      const found = await until(() => seen.find((event) => event.kind === kind || event.kind === 'failed'), {
        what: kind,
        timeoutMs: 20_000,
      })
      if (found.kind !== kind) throw new Error(JSON.stringify(found))
      return found as unknown as Kind<Event, Name>
    },
  }
}

const inviting = (peer: Peer, input: InviteDevice = {}) => reading<InviteEvent>(peer.inviteDevice(input))
const joining = (peer: Peer, input: JoinUser) => reading<JoinEvent>(peer.joinUser(input))

const failureOf = async (stream: { readonly ended: Promise<readonly { readonly kind: string }[]> }) => {
  const last = (await stream.ended).at(-1)
  return last !== undefined && 'failure' in last ? last.failure : last
}

/** For what has to travel between homes again and again. */
const testMsMax = 60_000

const code = (wanted: string) => expect.objectContaining({ code: wanted })

/** The two of them up to where the words are compared. */
const met = async (laptop: Peer, desktop: Peer, input: InviteDevice = {}) => {
  const invite = inviting(laptop, input)
  const join = joining(desktop, { invite: (await invite.event('invite')).invite, name: 'desktop' })
  const [{ words }, candidate] = await Promise.all([join.event('words'), invite.event('candidate')])
  return { invite, join, words, candidate }
}

describe('A new machine of a user', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  const founded = async () => {
    const laptop = await homes.open('laptop')
    await ok(laptop.createUser({ name: 'Alice', device: 'laptop' }))
    return { laptop, desktop: await homes.open('desktop') }
  }

  it('is let in where both show the same words, and writes as the user', async () => {
    const { laptop, desktop } = await founded()
    const { invite, join, words, candidate } = await met(laptop, desktop)
    expect(candidate).toMatchObject({ words, name: 'desktop' })
    expect(words.split(' ')).toHaveLength(5)
    await join.event('asked')
    expect((await ok(laptop.user({}))).view.devices.filter(({ authorized }) => authorized)).toHaveLength(2)
    const decided = await ok(laptop.decideInvite({ words, accept: true }))
    const joined = await join.event('joined')
    expect(joined).toMatchObject({ ready: true, userName: 'Alice', name: 'desktop', device: decided.device })
    expect(await invite.event('done')).toMatchObject({ joined: true, device: joined.device })
    await Promise.all([invite.ended, join.ended])

    const { view } = await ok(desktop.setProfile({ bio: 'from the desktop' }))
    expect(view.devices.map(({ name, authorized }) => [name, authorized])).toEqual(
      expect.arrayContaining([
        ['laptop', true],
        ['desktop', true],
      ]),
    )
    const served = await serve(desktop)
    await until(
      async () => {
        await ok(laptop.setProfile({ url: `https://example.org/${Date.now()}` }))
        return (await ok(laptop.user({}))).view.bio === 'from the desktop'
      },
      { what: 'the laptop has it', timeoutMs: 20_000 },
    )
    await served.stop()
    await homes.close(desktop)
    const again = await homes.open('desktop')
    expect(await ok(again.user({}))).toMatchObject({ self: true, device: { state: 'authorized' } })
  })

  it('is invited and decided on by processes that reach the one that serves the home, and can invite the next', async () => {
    const { laptop, desktop } = await founded()
    const served = await serve(laptop)
    const [asking, deciding] = [await homes.open('laptop'), await homes.open('laptop')]
    expect([asking.mode, deciding.mode]).toEqual(['guest', 'guest'])
    const { invite, join, words } = await met(asking, desktop)
    await ok(deciding.decideInvite({ words, accept: true }))
    await Promise.all([invite.event('done'), join.event('joined')])

    const phone = await homes.open('phone')
    const next = await met(desktop, phone)
    await ok(desktop.decideInvite({ words: next.words.toUpperCase(), accept: true }))
    expect(await next.join.event('joined')).toMatchObject({ ready: true })
    await until(
      async () => (await ok(laptop.user({}))).view.devices.some(({ core }) => core === next.candidate.device),
      {
        what: 'the laptop knows of the phone',
        timeoutMs: 20_000,
      },
    )
    await served.stop()
  })

  it(
    'is denied where it shows other words, or nobody wants it, and may be invited anew',
    async () => {
      const { laptop, desktop } = await founded()
      const other = await met(laptop, desktop, { acceptWords: 'abandon ability able about above' })
      expect(await failureOf(other.invite)).toEqual(code('words-differ'))
      expect(await failureOf(other.join)).toEqual(code('invite-denied'))
      const denied = await met(laptop, desktop)
      expect(await laptop.decideInvite({ words: denied.words, accept: false })).toEqual({
        ok: false,
        failure: code('invite-denied'),
      })
      expect(await failureOf(denied.join)).toEqual(code('invite-denied'))
      expect((await ok(laptop.user({}))).view.devicesTotal).toBe(2)
      expect(await desktop.user({})).toMatchObject({ ok: false, failure: { code: 'unknown' } })

      const { join, words } = await met(laptop, desktop)
      await ok(laptop.decideInvite({ words, accept: true }))
      expect(await join.event('joined')).toMatchObject({ ready: true })
    },
    testMsMax,
  )

  it('is refused with a used invite, and the inviting machine hears of it', async () => {
    const { laptop, desktop } = await founded()
    const { invite, join, words } = await met(laptop, desktop)
    const thief = await homes.open('thief')
    const late = joining(thief, { invite: (await invite.event('invite')).invite, name: 'mine' })
    expect(await failureOf(late)).toEqual(code('invite-used'))
    expect(await invite.event('rivals')).toMatchObject({ count: 1 })
    expect(await thief.user({})).toMatchObject({ ok: false })
    await ok(laptop.decideInvite({ words, accept: true }))
    await join.event('joined')
  })

  it('is told apart when the invite has expired, was withdrawn, or was copied wrongly', async () => {
    let nowMs = Date.now()
    const laptop = await homes.open('laptop', { clock: () => nowMs })
    await ok(laptop.createUser({ name: 'Alice' }))
    const desktop = await homes.open('desktop')
    const withdrawn = inviting(laptop)
    const { invite: text } = await withdrawn.event('invite')
    await withdrawn.stop()
    expect(await failureOf(joining(desktop, { invite: text, waitMs: 1_000 }))).toEqual(code('unreachable'))
    expect(await failureOf(joining(desktop, { invite: `${text}y` }))).toEqual(code('invalid'))

    nowMs -= 601_000
    const short = inviting(laptop)
    const { invite: old } = await short.event('invite')
    nowMs += 601_000
    expect(await failureOf(short)).toEqual(code('invite-expired'))
    expect(await failureOf(joining(desktop, { invite: old }))).toEqual(code('invite-expired'))
    await expect(laptop.decideInvite({ words: 'any', accept: true })).resolves.toMatchObject({
      ok: false,
      failure: { code: 'unknown' },
    })
  })

  it('needs a user, who has one home and one invite at a time', async () => {
    const { laptop, desktop } = await founded()
    expect(await failureOf(inviting(desktop))).toEqual(code('unknown'))
    expect(await failureOf(inviting(laptop, { expiresMs: 5_000 }))).toEqual(code('invalid'))
    const open = inviting(laptop)
    const { invite } = await open.event('invite')
    expect(await failureOf(inviting(laptop))).toEqual(code('invalid'))
    expect(await failureOf(joining(laptop, { invite }))).toEqual(code('invalid'))
    const bob = await homes.open('bob')
    await ok(bob.createUser({ name: 'Bob' }))
    expect(await failureOf(joining(bob, { invite }))).toEqual(code('invalid'))
    expect(await failureOf(joining(desktop, { invite, name: 'two\nlines' }))).toEqual(code('invalid'))
    await open.stop()
  })

  it('cannot be let in by a machine that was revoked, and a revoked one can come back with another core', async () => {
    const { laptop, desktop } = await founded()
    const { join, words, candidate } = await met(laptop, desktop)
    await ok(laptop.decideInvite({ words, accept: true }))
    await join.event('joined')
    const served = await serve(desktop)
    await ok(laptop.revokeDevices({ devices: ['desktop'] }))
    await until(async () => (await ok(desktop.user({}))).device?.state === 'revoked', {
      what: 'it knows',
      timeoutMs: 20_000,
    })
    expect(await failureOf(inviting(desktop))).toEqual(code('unwritable'))
    const again = await met(laptop, desktop)
    expect(again.candidate.device).not.toBe(candidate.device)
    await ok(laptop.decideInvite({ words: again.words, accept: true }))
    expect(await again.join.event('joined')).toMatchObject({ ready: true })
    expect(await ok(desktop.user({}))).toMatchObject({ device: { core: again.candidate.device, state: 'authorized' } })
    await served.stop()
  })

  it(
    'may have followed the user before, and goes on to, whether it is denied or let in',
    async () => {
      const laptop = await homes.open('laptop')
      await ok(laptop.createUser({ name: 'Alice', device: 'laptop' }))
      const { link } = await ok(laptop.createRepository({ name: 'demo' }))
      await write(laptop, 'demo', { type: 'thread.open', kind: 'issue', title: 'crash', body: '' })
      const desktop = await homes.open('desktop', { limits: { userOpsMax: 10 } })
      const served = await serve(laptop)
      await ok(desktop.cloneRepository({ link }))
      const following = await serve(desktop)
      const { view } = await ok(laptop.user({}))
      const bioThere = async (): Promise<string | undefined> => {
        const seen = await desktop.user({ who: view.log })
        return seen.ok ? seen.value.view.bio : undefined
      }
      await until(async () => (await bioThere()) === '', { what: 'the desktop follows', timeoutMs: 15_000 })
      const denied = await met(laptop, desktop)
      await laptop.decideInvite({ words: denied.words, accept: false })
      expect(await failureOf(denied.join)).toEqual(code('invite-denied'))
      await ok(laptop.setProfile({ bio: 'followed' }))
      await until(async () => (await bioThere()) === 'followed', { what: 'the desktop follows on', timeoutMs: 15_000 })

      const { join, words } = await met(laptop, desktop)
      await ok(laptop.decideInvite({ words, accept: true }))
      await join.event('joined')
      // More than is kept of a stranger.
      for (let change = 0; change < 10; change++) await ok(laptop.setProfile({ bio: `own ${change}` }))
      await until(async () => (await bioThere()) === 'own 9', { what: 'the desktop has all of it', timeoutMs: 15_000 })
      await ok(desktop.setProfile({ bio: 'from the desktop' }))
      await Promise.all([served.stop(), following.stop()])
    },
    testMsMax,
  )

  it('leaves nothing waiting when either home is closed', async () => {
    const { laptop, desktop } = await founded()
    const { invite, join } = await met(laptop, desktop)
    await homes.close(desktop)
    await join.ended
    await homes.close(laptop)
    expect((await invite.ended).at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'invite-stopped' } })
  })
})
