import { connect, type Socket } from 'node:net'
import { ClientError, isClientErrorCode } from '../api/client-error.js'
import type { PeerLimits } from '../api/options.js'
import { AskAgain, type Backend, type CallName, calls, type StreamName, streams } from './calls.js'
import { FrameSocket } from './frame-socket.js'
import { parseReply, type Reply } from './messages.js'
import { toWire } from './wire-json.js'

type Settled = Exclude<Reply, { hello: object } | { bye: true }>
interface Waiting {
  readonly settle: (reply: Settled) => void
  readonly lose: () => void
  readonly askElsewhere: () => void
}

/** How long a holder may take to say hello before it is tried again. */
const helloWaitMs = 10_000

/** Another process's peer over its control socket. */
export class GuestBackend implements Backend {
  readonly mode = 'guest'
  readonly #frames: FrameSocket
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #gone = false

  private constructor(
    socket: Socket,
    limits: PeerLimits,
    private readonly hello: (reached: boolean) => void,
  ) {
    this.#frames = new FrameSocket(socket, limits.frameBytesMax, {
      frame: (text) => this.#receive(text),
      closed: () => this.#lost(),
    })
  }

  /** undefined when nobody listens there, or goes away before it says hello. */
  static async connect(path: string, limits: PeerLimits): Promise<GuestBackend | undefined> {
    return new Promise((resolve) => {
      const socket = connect(path)
      // A holder that was suspended is connected to by the system, and never says anything.
      const timer = setTimeout(() => socket.destroy(), Math.min(helloWaitMs, limits.homeWaitMs))
      const guest: GuestBackend = new GuestBackend(socket, limits, (reached) => {
        clearTimeout(timer)
        resolve(reached ? guest : undefined)
      })
    })
  }

  /** The holder ended or was killed. */
  get gone(): boolean {
    return this.#gone
  }

  async call(name: CallName, input: unknown): Promise<unknown> {
    const lost = () =>
      calls[name] === 'read'
        ? new AskAgain()
        : new ClientError(
            'HOLDER_GONE',
            `the process that held the home ended during ${name}; look whether it happened`,
          )
    const reply = await this.#ask(++this.#lastId, (id) => ({ id, call: name, input }), lost)
    if (reply.kind !== 'value') throw new ClientError('PROTOCOL', `an answer without a value to ${name}`)
    return reply.value
  }

  async *stream(name: StreamName, input: unknown): AsyncGenerator {
    const id = ++this.#lastId
    const lost = () =>
      streams[name] === 'endless'
        ? new AskAgain()
        : new ClientError('HOLDER_GONE', `the process that held the home ended during ${name}`)
    if (this.#gone) throw new AskAgain()
    this.#send({ id, open: name, input })
    let open = true
    try {
      for (;;) {
        const reply = await this.#ask(id, () => ({ id, next: true }), lost)
        if (reply.kind !== 'value') break
        yield reply.value
      }
      open = false
    } finally {
      if (open && !this.#gone) this.#send({ id, stop: true })
    }
  }

  close(): Promise<void> {
    this.#frames.end()
    this.#gone = true
    return Promise.resolve()
  }

  #ask(id: number, request: (id: number) => object, lost: () => Error): Promise<Settled> {
    return new Promise((resolve, reject) => {
      if (this.#gone) {
        reject(new AskAgain())
        return
      }
      this.#waiting.set(id, {
        settle: (reply) => {
          if (reply.kind === 'again') reject(new AskAgain())
          else if (reply.kind === 'thrown') reject(thrown(reply.code, reply.message))
          else resolve(reply)
        },
        lose: () => reject(lost()),
        askElsewhere: () => reject(new AskAgain()),
      })
      if (!this.#send(request(id))) {
        this.#waiting.delete(id)
        reject(new ClientError('PROTOCOL', 'what was given is longer than one message on the control socket may be'))
      }
    })
  }

  #send(request: object): boolean {
    return this.#frames.send(toWire(request))
  }

  #receive(text: string): void {
    const reply = parseReply(text)
    if (reply === undefined) this.#frames.destroy()
    else if ('hello' in reply) this.hello(true)
    else if ('bye' in reply) this.#askElsewhere()
    else {
      const waiting = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      waiting?.settle(reply)
    }
  }

  #askElsewhere(): void {
    this.#gone = true
    for (const waiting of this.#waiting.values()) waiting.askElsewhere()
    this.#waiting.clear()
  }

  #lost(): void {
    this.#gone = true
    this.hello(false)
    for (const waiting of this.#waiting.values()) waiting.lose()
    this.#waiting.clear()
  }
}

const thrown = (code: string, message: string): Error =>
  isClientErrorCode(code) ? new ClientError(code, message) : new ClientError('STORE_FAILED', message)
