import { type Candidate, type OpenInvite, openInvite, pairingWordCount, sameWords, wordsOf } from '@hypergit/log'
import { type Answer, answer, type Failure, fail } from '../../api/failure.js'
import type { DecideInvite, InviteDevice, InviteEvent, PairedDevice } from '../../api/pairing.js'
import type { HomeParts } from '../../peer/home-parts.js'
import type { UserHome } from '../user-home.js'
import { authorizeDevice, invitingProblem } from './authorize-device.js'
import { pairingFailure } from './pairing-failure.js'
import { ticking } from './ticking.js'

const expiresMsDefault = 10 * 60 * 1_000
const expiresMsMin = 10_000
const expiresMsMax = 24 * 60 * 60 * 1_000
/** How long a machine that was let in is waited for, to take the user log from here and join it. */
const joinWaitMs = 30_000

/** An invite that somebody reads the events of. */
interface Inviting {
  readonly decide: (decision: DecideInvite) => void
  readonly result: Promise<Answer<PairedDevice>>
}

/** The invites of a home, one at a time: made here, decided here or by another process that reaches this one. */
export class Invites {
  #open: Inviting | undefined

  constructor(private readonly home: HomeParts) {}

  /** Says whether the machine that asks, or is about to, is let in; resolves when that has come to something. */
  async decide(decision: DecideInvite): Promise<Answer<PairedDevice>> {
    const open = this.#open
    if (open === undefined) return fail({ code: 'unknown', message: noInvite, subject: 'device' })
    const problem = wordsProblem(decision.words)
    if (decision.accept && problem !== undefined) return fail({ code: 'invalid', message: problem })
    open.decide(decision)
    return open.result
  }

  async *invite({ expiresMs = expiresMsDefault, acceptWords }: InviteDevice): AsyncGenerator<InviteEvent> {
    const user = this.home.user.get()
    const problem = user === undefined ? noUser : await invitingProblem(user)
    if (user === undefined || problem !== undefined) {
      yield {
        kind: 'failed',
        failure: { code: user === undefined ? 'unknown' : 'unwritable', message: problem ?? noUser, subject: 'user' },
      }
      return
    }
    const refused = this.#open === undefined ? (timeProblem(expiresMs) ?? wordsProblem(acceptWords)) : anotherIsOpen
    if (refused !== undefined) {
      yield { kind: 'failed', failure: { code: 'invalid', message: refused } }
      return
    }
    const decided = settleable<DecideInvite>()
    const result = settleable<Answer<PairedDevice>>()
    const inviting: Inviting = { decide: decided.resolve, result: result.promise }
    this.#open = inviting
    if (acceptWords !== undefined) decided.resolve({ words: acceptWords, accept: true })
    const stop = new AbortController()
    const signal = AbortSignal.any([stop.signal, this.home.closing])
    let failure: Failure = { code: 'invite-stopped', message: 'the invite was withdrawn before anybody was let in' }
    try {
      for await (const event of this.#run(user, expiresMs, decided.promise, signal)) {
        if (event.kind === 'failed') failure = event.failure
        if (event.kind === 'done') result.resolve(answer({ user: event.user, device: event.device, name: event.name }))
        yield event
      }
    } catch (error) {
      failure = pairingFailure(error)
      yield { kind: 'failed', failure }
    } finally {
      stop.abort()
      result.resolve(fail(failure))
      this.#open = undefined
    }
  }

  async *#run(
    user: UserHome,
    expiresMs: number,
    decided: Promise<DecideInvite>,
    signal: AbortSignal,
  ): AsyncGenerator<InviteEvent> {
    const { network, clock } = this.home
    // The machine that comes takes the user log from here.
    void network.join(user.live.log).catch(() => undefined)
    const bootstrap = await network.bootstrap()
    const options = { bootstrap, clock, signal, user: user.keys.user, expiresAtMs: clock() + expiresMs }
    const invite = await openInvite(options)
    try {
      yield { kind: 'invite', invite: invite.text, expiresAt: invite.expiresAtMs }
      let candidate: Candidate | undefined
      for await (const next of ticking(invite.candidate())) {
        if (next.kind === 'value') candidate = next.value
        else yield { kind: 'tick', leftMs: Math.max(0, invite.expiresAtMs - clock()) }
      }
      if (candidate !== undefined) yield* this.#ask(user, invite, candidate, decided)
    } finally {
      await invite.close()
    }
  }

  async *#ask(
    user: UserHome,
    invite: OpenInvite,
    { device, words }: Candidate,
    decided: Promise<DecideInvite>,
  ): AsyncGenerator<InviteEvent> {
    const paired: PairedDevice = { user: user.keys.user, device: device.core, name: device.name }
    yield { kind: 'candidate', words: words.join(' '), ...paired }
    let rivals = 0
    let decision: DecideInvite | undefined
    for await (const next of ticking(Promise.race([decided, invite.ended()]))) {
      if (next.kind === 'value') decision = next.value
      else yield { kind: 'tick', leftMs: Math.max(0, invite.expiresAtMs - this.home.clock()) }
      if (invite.rivals !== rivals) yield { kind: 'rivals', count: invite.rivals }
      rivals = invite.rivals
    }
    const isSame = decision !== undefined && sameWords(decision.words, words)
    if (decision?.accept !== true || !isSame) {
      await invite.answer('denied')
      const message = isSame || decision?.accept !== true ? denied : wordsDiffer
      const code = isSame || decision?.accept !== true ? 'invite-denied' : 'words-differ'
      yield { kind: 'failed', failure: { code, message } }
      return
    }
    invite.hold()
    const authorized = await authorizeDevice(this.home, user, device)
    if (!authorized.ok) {
      await invite.answer('denied')
      yield { kind: 'failed', failure: authorized.failure }
      return
    }
    yield { kind: 'authorized', ...paired }
    await invite.answer({ authorized: authorized.value })
    let joined = false
    const isDone = this.#joined(user, device.core)
    for await (const next of ticking(isDone)) {
      if (next.kind === 'value') joined = next.value
      else yield { kind: 'tick', leftMs: Math.max(0, invite.expiresAtMs - this.home.clock()) }
    }
    yield { kind: 'done', joined, ...paired }
  }

  /** Whether the machine has written to the user log by then: it has what it needs, and this machine has that. */
  async #joined({ live }: UserHome, core: PairedDevice['device']): Promise<boolean> {
    const until = Date.now() + joinWaitMs
    const isHere = (): boolean => (live.engine.applied(core)?.length ?? 0) > 0
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer)
        live.off('report', look)
        this.home.closing.removeEventListener('abort', finish)
        resolve(isHere())
      }
      const look = (): void => {
        if (isHere()) finish()
      }
      const timer = setTimeout(finish, Math.max(0, until - Date.now()))
      live.on('report', look)
      this.home.closing.addEventListener('abort', finish)
      look()
    })
  }
}

const settleable = <Value>() => {
  const settles: ((value: Value) => void)[] = []
  const promise = new Promise<Value>((settle) => void settles.push(settle))
  const resolve = (value: Value): void => {
    for (const settle of settles) settle(value)
  }
  return { promise, resolve }
}

/** What is no five words is a slip, and no reason to deny anybody. */
const wordsProblem = (words: string | undefined): string | undefined =>
  words === undefined || wordsOf(words).length === pairingWordCount
    ? undefined
    : `${pairingWordCount} words are compared, and ${wordsOf(words).length} were given`

const timeProblem = (expiresMs: number): string | undefined =>
  expiresMs < expiresMsMin || expiresMs > expiresMsMax ? 'an invite is good for 10 seconds to a day' : undefined

const noUser =
  'this home belongs to no user yet, so there is nobody to invite a machine of: `hypergit user create --name NAME`'
const noInvite =
  'no invite is open in this home: `hypergit user invite` makes one, and waits while the other machine runs `hypergit user join`'
const anotherIsOpen =
  'an invite is open in this home already: end it, or decide it by `hypergit user invite --accept-words`'
const denied = 'the machine that asked was denied; the invite is spent'
const wordsDiffer =
  'the machine that asked shows other words, so it is not the one that was meant, and was denied: somebody else has the invite, which is spent. Make a new one, and hand it over another way'
