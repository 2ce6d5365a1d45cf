import b4a from 'b4a'
import { hash, keyPair, randomBytes } from 'hypercore-crypto'
import { deferred, within } from './deferred.js'
import { type Invite, inviterOf, inviteSecretBytes, inviteText } from './invite.js'
import type { Candidate, InviteOptions, OpenInvite } from './pairing-api.js'
import { PairingError } from './pairing-error.js'
import { InviteHolder, type PairingAnswer, type PairingOutcome, pairingTopic } from './pairing-messages.js'
import { openPairingSwarm, type PairingConnection, type PairingSwarm } from './pairing-swarm.js'
import { pairingWords } from './pairing-words.js'

/** A stranger has this long to show that it knows the invite. */
const patienceMs = 10_000
/** How long an invite waits to be findable before it is handed out. */
const findableMs = 10_000
/** Connections on which the first machine's request came, and other machines that are counted: who has the invite can make any number of either. */
const sameMax = 16
const rivalsMax = 64
/** How often it is looked whether the invite has expired. */
const lookMs = 500
/** How long the machine that was answered is waited for to say that it heard. */
const heardMs = 5_000

const saying = (outcome: PairingOutcome): PairingAnswer => ({ outcome, payload: new Uint8Array(0) })

/** What `openInvite` of pairing.ts does. */
export const holdInvite = async (options: InviteOptions): Promise<OpenInvite> => {
  const signer = keyPair()
  const invite: Invite = {
    user: options.user,
    secret: randomBytes(inviteSecretBytes),
    inviter: inviterOf(signer.publicKey),
    expiresAtMs: Math.floor(options.expiresAtMs / 1_000) * 1_000,
  }
  const inviting = new Inviting(new InviteHolder(invite, signer), options)
  await inviting.findable()
  return inviting
}

class Inviting implements OpenInvite {
  readonly text: string
  readonly expiresAtMs: number
  readonly #swarm: PairingSwarm
  readonly #clock: () => number
  readonly #found = deferred<Candidate>()
  readonly #heard = deferred<void>()
  readonly #ended = deferred<never>()
  readonly #timer: NodeJS.Timeout
  /** The first machine: its request, and the connections that it sent it on, with the message. */
  #first: { readonly request: Uint8Array; readonly on: Map<PairingConnection, Uint8Array> } | undefined
  #answer: PairingAnswer = saying('waiting')
  #end: PairingError | undefined
  readonly #rivals = new Set<string>()
  #isHeld = false

  constructor(
    private readonly holder: InviteHolder,
    private readonly options: InviteOptions,
  ) {
    const { invite } = holder
    this.text = inviteText(invite)
    this.expiresAtMs = invite.expiresAtMs
    this.#clock = options.clock ?? Date.now
    this.#swarm = openPairingSwarm({
      bootstrap: options.bootstrap,
      topic: pairingTopic(invite),
      role: 'server',
      patienceMs,
      onOpen: () => undefined,
      onClose: (connection) => void this.#first?.on.delete(connection),
      onMessage: (connection, message) => this.#receive(connection, message),
    })
    // Looked at again and again, since a machine that slept wakes up at another time than a timer thinks.
    this.#timer = setInterval(() => {
      if (this.#isLate) this.#expire()
    }, lookMs)
    options.signal?.addEventListener('abort', this.#onAbort)
    if (options.signal?.aborted === true) this.#onAbort()
  }

  get rivals(): number {
    return this.#rivals.size
  }

  /** Resolves when the invite can be found, or after a while: who looks for it looks again. */
  async findable(): Promise<void> {
    const joined = this.#swarm.joined().catch(() => undefined)
    try {
      await within(Promise.race([joined, this.#ended.promise]), findableMs, undefined)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  candidate(): Promise<Candidate> {
    return Promise.race([this.#found.promise, this.#ended.promise])
  }

  ended(): Promise<never> {
    return this.#ended.promise
  }

  hold(): void {
    if (this.#isLate) this.#expire()
    if (this.#end !== undefined) throw this.#end
    this.#isHeld = true
  }

  get #isLate(): boolean {
    return !this.#isHeld && this.#clock() >= this.expiresAtMs
  }

  async answer(answer: { readonly authorized: Uint8Array } | 'denied'): Promise<boolean> {
    const isOpen = this.#answer.outcome === 'waiting' || this.#answer.outcome === 'expired'
    if (isOpen) {
      this.hold()
      this.#say(answer === 'denied' ? saying('denied') : { outcome: 'authorized', payload: answer.authorized })
    }
    const heard = this.#heard.promise.then(() => true)
    const stopped = this.#ended.promise.catch(() => false)
    return within(Promise.race([heard, stopped]), heardMs, false)
  }

  async close(): Promise<void> {
    this.#stop(new PairingError('PAIRING_STOPPED'))
    this.options.signal?.removeEventListener('abort', this.#onAbort)
    clearInterval(this.#timer)
    await this.#swarm.close()
  }

  readonly #onAbort = (): void => this.#stop(new PairingError('PAIRING_STOPPED'))

  #expire(): void {
    if (this.#isHeld || this.#answer.outcome !== 'waiting') return
    this.#say(saying('expired'))
    this.#stop(new PairingError('INVITE_EXPIRED'))
  }

  #stop(why: PairingError): void {
    if (this.#end !== undefined) return
    this.#end = why
    this.#ended.reject(why)
  }

  #receive(connection: PairingConnection, message: Uint8Array): void {
    // An empty message: the answer was heard.
    if (message.byteLength === 0) {
      if (this.#first?.on.has(connection) === true && this.#answer.outcome !== 'waiting') this.#heard.resolve()
      return
    }
    const opened = this.holder.open(message)
    if (opened === undefined) return connection.leave()
    if (this.#isLate) this.#expire()
    if (this.#first === undefined && this.#answer.outcome === 'waiting') {
      this.#first = { request: opened.request, on: new Map() }
      void this.#ask(opened.device, opened.request)
    }
    if (this.#first !== undefined && b4a.equals(this.#first.request, opened.request)) {
      if (this.#first.on.size < sameMax) {
        connection.trust()
        this.#first.on.set(connection, message)
      }
      connection.send(this.holder.answer(message, this.#answer))
      return
    }
    // Whoever else knows the invite is told no more than that, and goes the way of those who do not know it.
    if (this.#first !== undefined && this.#rivals.size < rivalsMax)
      this.#rivals.add(b4a.toString(hash(opened.request), 'hex'))
    connection.send(this.holder.answer(message, saying(this.#first === undefined ? 'expired' : 'used')))
  }

  async #ask(device: Candidate['device'], request: Uint8Array): Promise<void> {
    try {
      this.#found.resolve({ device, words: await pairingWords(this.holder.invite, request) })
    } catch (error) {
      this.#found.reject(error)
    }
  }

  #say(answer: PairingAnswer): void {
    this.#answer = answer
    for (const [connection, message] of this.#first?.on ?? []) connection.send(this.holder.answer(message, answer))
  }
}
