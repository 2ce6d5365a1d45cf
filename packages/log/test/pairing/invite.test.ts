import { assert, property, string, uint8Array } from 'fast-check'
import { keyPair } from 'hypercore-crypto'
import { parseInvite, sameWords, wordsToCompare } from '../../src/index.js'
import { type Invite, inviterOf, inviteText } from '../../src/pairing/invite.js'
import { InviteHolder, InviteTaker } from '../../src/pairing/pairing-messages.js'
import { deviceNamed, noise, parsed, user } from './machines.js'

const signer = keyPair(new Uint8Array(32).fill(7))
const made = (fill: number): Invite => ({
  user,
  secret: new Uint8Array(16).fill(fill),
  inviter: inviterOf(signer.publicKey),
  expiresAtMs: 1_790_000_000_000,
})
const invite = made(1)
const desktop = deviceNamed('desktop')
const denied = { outcome: 'denied', payload: new Uint8Array(0) } as const

const changed = (bytes: Uint8Array, place: number): Uint8Array =>
  bytes.map((byte, at) => (at === place ? byte ^ 1 : byte))

describe('an invite as text', () => {
  test('says all that it says back', () => {
    expect(inviteText(invite)).toMatch(/^hypergit-invite-[a-z0-9]{116}$/)
    expect(parseInvite(inviteText(invite))).toEqual({ ok: true, invite })
  })

  test('may be broken over lines, indented, and in capitals', () => {
    const broken = (inviteText(invite).match(/.{1,40}/g) ?? []).join('\n  ').toUpperCase()
    expect(parseInvite(broken)).toEqual({ ok: true, invite })
  })

  test.each([
    ['a link', 'hypergit://ybndrfg8', 'begins with hypergit-invite-'],
    ['nothing', '', 'begins with hypergit-invite-'],
    ['cut off', inviteText(invite).slice(0, -3), '113 characters follow hypergit-invite-, and 116 are needed'],
    [
      'with a letter that z-base-32 does not have',
      `${inviteText(invite).slice(0, -1)}l`,
      'characters that none can have',
    ],
    ['of a later version', inviteText(invite).replace('hypergit-invite-y', 'hypergit-invite-n'), 'later version'],
  ])('is refused in words: %s', (_case, text, words) => {
    expect(parseInvite(text)).toMatchObject({ ok: false, problem: expect.stringContaining(words) })
  })

  test('is refused with any one character changed', () => {
    const [text, letters] = [inviteText(invite), 'ybndrfg8ejkmcpqxot1uwisza345h769']
    for (let place = 'hypergit-invite-'.length; place < text.length; place++) {
      const other = letters[(letters.indexOf(text[place] ?? '') + 1) % 32]
      expect(parseInvite(text.slice(0, place) + other + text.slice(place + 1)).ok).toBe(false)
    }
  })

  test('of any text never throws', () => {
    assert(property(string(), (text) => !parseInvite(text).ok && !parseInvite(`hypergit-invite-${text}`).ok))
  })
})

describe('what passes between two machines', () => {
  const [holder, taker] = [new InviteHolder(invite, signer), new InviteTaker(invite, desktop)]

  test('is opened by who made the invite, and answered to who asked', () => {
    expect(holder.open(taker.message())?.device).toEqual(desktop)
    const answer = { outcome: 'authorized', payload: Uint8Array.of(1, 2, 3) } as const
    expect(taker.read(holder.answer(taker.message(), answer))).toEqual(answer)
  })

  test('is nothing to who has another invite', () => {
    expect(holder.open(new InviteTaker(made(2), desktop).message())).toBeUndefined()
    const longer = { ...invite, expiresAtMs: invite.expiresAtMs + 1_000 }
    expect(holder.open(new InviteTaker(longer, desktop).message())).toBeUndefined()
  })

  test('is believed only of the machine that made the invite, though others have it too', () => {
    const thief = new InviteHolder(invite, keyPair())
    expect(thief.open(taker.message())?.device).toEqual(desktop)
    expect(taker.read(thief.answer(taker.message(), denied))).toBeUndefined()
  })

  test('answers one machine alone: what was said to another is nothing to this one', () => {
    const other = new InviteTaker(invite, deviceNamed('another'))
    expect(taker.read(holder.answer(other.message(), denied))).toBeUndefined()
    expect(other.read(holder.answer(other.message(), denied))).toEqual(denied)
  })

  test.each([
    ['without a name', ''],
    ['with a name of two lines', 'a\nb'],
    ['with a name that turns what follows around', 'a\u202Eb'],
    ['with a name that is too long', 'x'.repeat(257)],
  ])('has no machine in it %s', (_case, name) => {
    expect(() => new InviteTaker(invite, { ...desktop, name })).toThrow("a machine's name is one line")
  })

  test('is nothing where any byte is another, and never throws', () => {
    const [request, answer] = [taker.message(), holder.answer(taker.message(), denied)]
    for (let place = 0; place < request.length; place++) expect(holder.open(changed(request, place))).toBeUndefined()
    for (let place = 32; place < answer.length; place++) expect(taker.read(changed(answer, place))).toBeUndefined()
    assert(
      property(uint8Array({ maxLength: 400 }), (bytes) => {
        expect(holder.open(bytes)).toBeUndefined()
        expect(taker.read(bytes)).toBeUndefined()
      }),
    )
  })
})

describe('words to compare', () => {
  test('are five, the same on both machines, and others for another machine, name or invite', async () => {
    const words = await wordsToCompare(invite, desktop)
    expect(words).toHaveLength(5)
    expect(await wordsToCompare(parsed(inviteText(invite)), { ...desktop })).toEqual(words)
    for (const [of, device] of [
      [invite, deviceNamed('another')],
      [invite, { ...desktop, name: 'Desktop' }],
      [invite, { ...desktop, attestKey: noise(32) }],
      [made(2), desktop],
    ] as const)
      expect(await wordsToCompare(of, device)).not.toEqual(words)
  })

  test('may be typed with commas, hyphens, capitals and spaces', () => {
    const words = ['abandon', 'ability', 'able', 'about', 'above']
    for (const typed of [
      'abandon ability able about above',
      ' Abandon, ability, able, about, above\n',
      'abandon-ability-able-about-above',
    ])
      expect(sameWords(typed, words)).toBe(true)
    for (const typed of [
      '',
      'abandon',
      'abandon ability able about',
      'ability abandon able about above',
      'abandon ability able about above zoo',
    ])
      expect(sameWords(typed, words)).toBe(false)
  })
})
