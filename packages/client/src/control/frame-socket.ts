import type { Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'

/** Frames of a control socket: one line of text each, bounded. */
export class FrameSocket {
  #pending: string[] = []
  #pendingLength = 0
  readonly #decoder = new StringDecoder('utf8')

  constructor(
    private readonly socket: Socket,
    private readonly frameBytesMax: number,
    handlers: { readonly frame: (text: string) => void; readonly closed: () => void },
  ) {
    socket.on('data', (chunk: Buffer) => this.#receive(this.#decoder.write(chunk), handlers.frame))
    socket.on('error', () => socket.destroy())
    socket.on('close', handlers.closed)
  }

  /** false, and nothing sent, when the frame is longer than the bound. */
  send(text: string): boolean {
    if (Buffer.byteLength(text) > this.frameBytesMax) return false
    if (!this.socket.destroyed) this.socket.write(`${text}\n`)
    return true
  }

  /** Flush what was sent, then close. */
  end(): void {
    this.socket.end()
  }

  destroy(): void {
    this.socket.destroy()
  }

  #receive(text: string, frame: (text: string) => void): void {
    const lines = text.split('\n')
    const rest = lines.pop() ?? ''
    for (const line of lines) {
      this.#pending.push(line)
      const whole = this.#pending.join('')
      this.#pending = []
      this.#pendingLength = 0
      frame(whole)
    }
    this.#pending.push(rest)
    this.#pendingLength += rest.length
    if (this.#pendingLength > this.frameBytesMax) this.socket.destroy()
  }
}
