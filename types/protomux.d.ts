declare module 'protomux' {
  interface State {
    start: number
    end: number
    buffer: Uint8Array | null
  }
  interface Encoding<Message> {
    preencode(state: State, message: Message): void
    encode(state: State, message: Message): void
    decode(state: State): Message
  }
  export interface ChannelMessage<Message> {
    /** False when the stream's buffer is full; wait for `ondrain`. */
    send(message: Message): boolean
  }
  export interface Channel<Handshake> {
    readonly opened: boolean
    readonly closed: boolean
    readonly drained: boolean
    addMessage<Message>(options: {
      encoding: Encoding<Message>
      onmessage: (message: Message) => void
    }): ChannelMessage<Message>
    open(handshake: Handshake): void
    close(): void
    cork(): void
    uncork(): void
  }
  export interface MuxStream extends NodeJS.ReadWriteStream {
    userData: unknown
    readonly destroyed: boolean
    destroy(error?: Error): void
  }
  export default class Protomux {
    static from(stream: object): Protomux
    readonly drained: boolean
    pair(
      kind: { protocol: string; id?: Uint8Array | null },
      notify: (id: Uint8Array | null) => Promise<void> | void,
    ): void
    unpair(kind: { protocol: string; id?: Uint8Array | null }): void
    opened(kind: { protocol: string; id?: Uint8Array | null }): boolean
    /** null when the stream is destroyed or a channel of that kind is open already. */
    createChannel<Handshake>(options: {
      protocol: string
      id: Uint8Array
      handshake: Encoding<Handshake>
      onopen?: (handshake: Handshake) => void
      onclose?: () => void
      ondrain?: () => void
    }): Channel<Handshake> | null
  }
}
