import { until } from '@hypergit/testing'
import { keyPair } from 'hypercore-crypto'
import { wordsToCompare } from '../../src/index.js'
import { InviteHolder, InviteTaker } from '../../src/pairing/pairing-messages.js'
import { deviceNamed, Machines, noise, parsed } from './machines.js'

const code = (wanted: string) => expect.objectContaining({ code: wanted })

/** What the promise fails with. */
const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

const nothing = new Uint8Array(0)

describe('pairing over a real DHT', () => {
  const machines = new Machines()
  afterEach(() => machines.close())

  test('lets the machine in that was given the invite, once both show the same words', async () => {
    const invite = await machines.invite()
    let waiting = 0
    const taking = machines.take(invite.text, 'desktop', { onWaiting: () => void waiting++ })
    const { device, words } = await invite.candidate()
    expect(device).toEqual(deviceNamed('desktop'))
    expect(words).toEqual(await wordsToCompare(parsed(invite.text), deviceNamed('desktop')))
    await until(() => waiting === 1, { what: 'the other machine knows that it is asked about' })
    expect(await invite.answer({ authorized: Uint8Array.of(1, 2, 3) })).toBe(true)
    expect(await taking).toEqual(Uint8Array.of(1, 2, 3))
    expect(invite.rivals).toBe(0)
  })

  test('tells a machine that was denied', async () => {
    const invite = await machines.invite()
    const taking = machines.take(invite.text, 'desktop')
    const refused = errorOf(taking)
    await invite.candidate()
    expect(await invite.answer('denied')).toBe(true)
    expect(await refused).toEqual(code('INVITE_DENIED'))
    // The first answer stands.
    await invite.answer({ authorized: noise(8) })
    await expect(machines.take(invite.text, 'desktop')).rejects.toEqual(code('INVITE_DENIED'))
  })

  test('works once: whoever comes later is told that it was used, before and after it was decided', async () => {
    const invite = await machines.invite()
    const taking = machines.take(invite.text, 'desktop')
    await invite.candidate()
    await expect(machines.take(invite.text, 'another')).rejects.toEqual(code('INVITE_USED'))
    expect(invite.rivals).toBe(1)
    await invite.answer({ authorized: nothing })
    await taking
    await expect(machines.take(invite.text, 'a third')).rejects.toEqual(code('INVITE_USED'))
  })

  test('lets one of two machines ask that come at the same moment', async () => {
    const invite = await machines.invite()
    const takers = ['left', 'right'].map((name) => machines.take(invite.text, name))
    const settled = Promise.allSettled(takers)
    const { device } = await invite.candidate()
    await until(() => invite.rivals === 1, { what: 'the other one has come too' })
    await invite.answer({ authorized: nothing })
    const results = (await settled).map((result) => result.status)
    expect(results).toEqual(device.name === 'left' ? ['fulfilled', 'rejected'] : ['rejected', 'fulfilled'])
  })

  test('goes on where a machine that waits has lost its connection', async () => {
    const invite = await machines.invite()
    const gone = new AbortController()
    const lost = machines.take(invite.text, 'desktop', { signal: gone.signal })
    await invite.candidate()
    gone.abort()
    await expect(lost).rejects.toEqual(code('PAIRING_STOPPED'))
    const again = machines.take(invite.text, 'desktop')
    expect(await invite.answer({ authorized: Uint8Array.of(9) })).toBe(true)
    expect(await again).toEqual(Uint8Array.of(9))
  })

  describe('ends', () => {
    test('when the invite expires, for both', async () => {
      let nowMs = Date.now()
      const clock = () => nowMs
      const invite = await machines.invite({ clock, expiresAtMs: nowMs + 60_000 })
      const taking = machines.take(invite.text, 'desktop')
      const expired = errorOf(taking)
      await invite.candidate()
      nowMs += 61_000
      await expect(invite.answer({ authorized: nothing })).rejects.toEqual(code('INVITE_EXPIRED'))
      expect(await expired).toEqual(code('INVITE_EXPIRED'))
      await expect(machines.take(invite.text, 'another')).rejects.toEqual(code('INVITE_USED'))
    })

    test('not any more when somebody has decided in time', async () => {
      let nowMs = Date.now()
      const clock = () => nowMs
      const invite = await machines.invite({ clock, expiresAtMs: nowMs + 60_000 })
      const taking = machines.take(invite.text, 'desktop')
      await invite.candidate()
      invite.hold()
      nowMs += 61_000
      expect(await invite.answer({ authorized: Uint8Array.of(5) })).toBe(true)
      expect(await taking).toEqual(Uint8Array.of(5))
    })

    test('when the invite expires and nobody has come', async () => {
      const invite = await machines.invite({ expiresAtMs: Date.now() + 1_500 })
      await expect(invite.candidate()).rejects.toEqual(code('INVITE_EXPIRED'))
      await expect(machines.take(invite.text, 'late')).rejects.toEqual(code('INVITE_EXPIRED'))
      const behind = () => parsed(invite.text).expiresAtMs - 60_000
      await expect(machines.take(invite.text, 'with a slow clock', { clock: behind })).rejects.toEqual(
        code('INVITE_EXPIRED'),
      )
    })

    test('when nobody who made it is there', async () => {
      const invite = await machines.invite()
      await invite.close()
      await expect(machines.take(invite.text, 'desktop', { waitMs: 2_000 })).rejects.toEqual(code('INVITE_UNANSWERED'))
      await expect(invite.candidate()).rejects.toEqual(code('PAIRING_STOPPED'))
    })

    test('when either side is stopped, at any moment', async () => {
      const stopped = AbortSignal.abort()
      await expect(machines.invite({ signal: stopped })).rejects.toEqual(code('PAIRING_STOPPED'))
      const stop = new AbortController()
      const invite = await machines.invite({ signal: stop.signal })
      await expect(machines.take(invite.text, 'desktop', { signal: stopped })).rejects.toEqual(code('PAIRING_STOPPED'))
      const waiting = errorOf(invite.candidate())
      stop.abort()
      expect(await waiting).toEqual(code('PAIRING_STOPPED'))
      await expect(invite.answer('denied')).rejects.toEqual(code('PAIRING_STOPPED'))
    })
  })

  describe('among strangers who found the topic', () => {
    test.each([
      ['noise', noise(300)],
      ['nothing but a sign that they have heard', nothing],
      ['a message that is too long', noise(20_000)],
      ['a request that says nothing', new Uint8Array(34)],
    ])('leaves those who send %s, and lets the right one in', async (_what, bytes) => {
      const invite = await machines.invite()
      const strangers = await Promise.all(
        Array.from({ length: 5 }, () => machines.stranger(parsed(invite.text), false, bytes)),
      )
      await until(() => strangers.every(({ connections }) => connections.length > 0), { what: 'they are there' })
      const taking = machines.take(invite.text, 'desktop')
      expect((await invite.candidate()).device.name).toBe('desktop')
      await invite.answer({ authorized: nothing })
      await taking
      expect(invite.rivals).toBe(0)
      if (bytes.length === 0) return
      await until(() => strangers.every(({ connections }) => connections.every(({ stream }) => stream.destroyed)), {
        what: 'they were left',
      })
      expect(strangers.flatMap(({ heard }) => heard)).toEqual([])
    })

    test('has room for the right one, however many are there and say nothing', async () => {
      const invite = await machines.invite()
      const crowd = await machines.crowd(parsed(invite.text), 150)
      await until(() => crowd.filter(({ destroyed }) => destroyed).length >= 150 - 64, { what: 'the oldest made room' })
      const taking = machines.take(invite.text, 'desktop')
      expect((await invite.candidate()).device.name).toBe('desktop')
      await invite.answer({ authorized: nothing })
      await taking
    })

    test('keeps to the machine that asks, though who has the invite too asks in its name again and again', async () => {
      const invite = await machines.invite()
      const taking = machines.take(invite.text, 'desktop')
      await invite.candidate()
      const repeated = new InviteTaker(parsed(invite.text), deviceNamed('desktop')).message()
      const echoes = await Promise.all(
        Array.from({ length: 20 }, () => machines.stranger(parsed(invite.text), false, repeated)),
      )
      await until(() => echoes.every(({ heard }) => heard.length > 0), { what: 'they are answered' })
      expect(await invite.answer({ authorized: Uint8Array.of(6) })).toBe(true)
      expect(await taking).toEqual(Uint8Array.of(6))
      expect(invite.rivals).toBe(0)
      const isTold = ({ heard }: (typeof echoes)[number]) => heard.length > 1
      await until(() => echoes.filter(isTold).length >= 15, { what: 'so many are told' })
      expect(echoes.filter(isTold)).toHaveLength(15)
    })

    test('believes none who say that they made the invite', async () => {
      const invite = await machines.invite()
      const stolen = parsed(invite.text)
      const thief = new InviteHolder(stolen, keyPair())
      const fakes = await Promise.all(
        Array.from({ length: 3 }, () =>
          machines.stranger(stolen, true, undefined, (send, message) =>
            send(thief.answer(message, { outcome: 'authorized', payload: noise(16) })),
          ),
        ),
      )
      const taking = machines.take(invite.text, 'desktop')
      await invite.candidate()
      await until(() => fakes.some(({ heard }) => heard.length > 0), { what: 'it has met one of them' })
      await invite.answer({ authorized: Uint8Array.of(4) })
      expect(await taking).toEqual(Uint8Array.of(4))
    })

    test('gives who repeats another machine’s request nothing that is theirs, and does not take them for a rival', async () => {
      const invite = await machines.invite()
      const taking = machines.take(invite.text, 'desktop')
      await invite.candidate()
      const repeated = new InviteTaker(parsed(invite.text), deviceNamed('desktop')).message()
      const echo = await machines.stranger(parsed(invite.text), false, repeated)
      await until(() => echo.heard.length === 1, { what: 'it is answered' })
      expect(invite.rivals).toBe(0)
      await invite.answer({ authorized: nothing })
      await taking
    })
  })
})
