import type { Socket } from 'node:net'
import type { PeerLimits } from '../api/options.js'
import { type Backend, isCallName, isStreamName, type StreamName, streams } from './calls.js'
import { FrameSocket } from './frame-socket.js'
import { parseRequest, type Reply, type Request } from './messages.js'
import { toWire } from './wire-json.js'

interface OpenStream {
  readonly name: StreamName
  readonly iterator: AsyncIterator<unknown>
  busy: boolean
}

/** One guest on the control socket of a holder. */
export class GuestSession {
  readonly #frames: FrameSocket
  readonly #streams = new Map<number, OpenStream>()
  #underWay = 0
  #finishing: (() => void) | undefined
  #closed = false
  #ended = false

  constructor(
    socket: Socket,
    private readonly backend: Backend,
    private readonly limits: PeerLimits,
    private readonly ended: () => void,
  ) {
    this.#frames = new FrameSocket(socket, limits.frameBytesMax, {
      frame: (text) => this.#receive(text),
      closed: () => this.#gone(),
    })
    this.#reply({ hello: { version: 1, pid: process.pid } })
  }

  /** Resolves when what is under way is finished and the guest is told to ask elsewhere. */
  finish(): Promise<void> {
    return new Promise((resolve) => {
      this.#finishing = resolve
      for (const [id, stream] of this.#streams) if (streams[stream.name] === 'endless') this.#handBack(id, stream)
      this.#endIfIdle()
    })
  }

  #receive(text: string): void {
    if (this.#ended) return
    const request = parseRequest(text)
    if (request === undefined) {
      this.#frames.destroy()
      return
    }
    if ('next' in request) void this.#next(request.id)
    else if ('stop' in request) void this.#stop(request.id)
    else if (this.#finishing !== undefined) this.#reply({ id: request.id, kind: 'again' })
    else if (this.#underWay + this.#streams.size >= this.limits.controlCallsMax) this.#busy(request.id)
    else if ('call' in request) void this.#call(request)
    else this.#open(request)
  }

  async #call({ id, call, input }: Extract<Request, { call: string }>): Promise<void> {
    this.#underWay += 1
    try {
      if (!isCallName(call)) throw new TypeError(`there is no call ${call}`)
      this.#value(id, await this.backend.call(call, input))
    } catch (error) {
      this.#thrown(id, error)
    } finally {
      this.#underWay -= 1
      this.#endIfIdle()
    }
  }

  #open({ id, open, input }: Extract<Request, { open: string }>): void {
    if (!isStreamName(open)) this.#thrown(id, new TypeError(`there is no stream ${open}`))
    else if (this.#streams.has(id)) this.#frames.destroy()
    else {
      const iterator = this.backend.stream(open, input)[Symbol.asyncIterator]()
      this.#streams.set(id, { name: open, iterator, busy: false })
    }
  }

  async #next(id: number): Promise<void> {
    const stream = this.#streams.get(id)
    if (stream === undefined || stream.busy) return
    stream.busy = true
    try {
      const step = await stream.iterator.next()
      stream.busy = false
      if (!this.#streams.has(id)) return
      if (step.done !== true) this.#value(id, step.value)
      else {
        this.#streams.delete(id)
        this.#reply({ id, kind: 'end' })
      }
    } catch (error) {
      this.#streams.delete(id)
      this.#thrown(id, error)
    } finally {
      this.#endIfIdle()
    }
  }

  async #stop(id: number): Promise<void> {
    const stream = this.#streams.get(id)
    this.#streams.delete(id)
    await stream?.iterator.return?.().catch(() => undefined)
    this.#endIfIdle()
  }

  #handBack(id: number, stream: OpenStream): void {
    this.#streams.delete(id)
    void stream.iterator.return?.().catch(() => undefined)
    this.#reply({ id, kind: 'again' })
  }

  #gone(): void {
    this.#closed = true
    for (const id of this.#streams.keys()) void this.#stop(id)
    this.ended()
    this.#endIfIdle()
  }

  #endIfIdle(): void {
    if (this.#finishing === undefined || this.#ended) return
    if (this.#underWay > 0 || (this.#streams.size > 0 && !this.#closed)) return
    this.#ended = true
    this.#reply({ bye: true })
    this.#frames.end()
    this.#finishing()
  }

  #value(id: number, value: unknown): void {
    const sent = this.#frames.send(toWire({ id, kind: 'value', value } satisfies Reply))
    if (!sent) this.#thrown(id, new RangeError(`the answer is longer than ${this.limits.frameBytesMax} bytes`))
  }

  #busy(id: number): void {
    this.#thrown(id, new RangeError(`more than ${this.limits.controlCallsMax} calls are under way`))
  }

  #thrown(id: number, error: unknown): void {
    const { code, message } = error instanceof Error ? { code: codeOf(error), message: error.message } : unknownError
    this.#reply({ id, kind: 'thrown', code, message })
  }

  #reply(reply: Reply): void {
    this.#frames.send(toWire(reply))
  }
}

const unknownError = { code: 'UNKNOWN', message: 'something that is no Error was thrown' }
const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN')
