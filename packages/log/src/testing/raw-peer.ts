import { type LogId } from '@hypergit/domain'
import b4a from 'b4a'
import { discoveryKey } from 'hypercore-crypto'
import Protomux from 'protomux'
import type { Channel } from 'protomux'
import type { NoiseStream } from '../log-api.js'
import { addMessages, type Handlers, type Messages, protocolName } from '../sync/log-messages.js'
import { capability } from '../wire/capability.js'
import { bounded, type Codec } from '../wire/codec.js'
import { type CoreProof, handshake as handshakeCodec, type Handshake } from '../wire/messages.js'

const ignored: Handlers = {
  digests: () => undefined,
  headsRequest: () => undefined,
  headsPage: () => undefined,
  announce: () => undefined,
  blocksRequest: () => undefined,
  tail: () => undefined,
  proofs: () => undefined,
  unavailable: () => undefined,
  leafRequest: () => undefined,
  branchRequest: () => undefined,
  branchBlock: () => undefined,
  prove: () => undefined,
  forkProofs: () => undefined,
}

export interface RawPeerOptions {
  readonly handlers?: Partial<Handlers>
  readonly version?: number
  readonly features?: readonly string[]
  readonly proofs?: readonly CoreProof[]
  /** Follows the fields of the handshake that this version knows. */
  readonly handshakeTail?: Uint8Array
  readonly wrongCapability?: boolean
}

/** Speaks the log's channel message by message, as a peer may that does not run this package. */
export class RawPeer {
  private constructor(
    readonly stream: NoiseStream,
    readonly channel: Channel<Handshake>,
    readonly messages: Messages,
    /** What the other side said first. */
    readonly remote: Handshake,
  ) {}

  static async open(stream: NoiseStream, log: LogId, options: RawPeerOptions = {}): Promise<RawPeer> {
    const mux = Protomux.from(stream)
    stream.on('error', () => undefined)
    await stream.opened
    const tail = options.handshakeTail ?? b4a.alloc(0)
    const codec: Codec<Handshake> = {
      preencode(state, value) {
        handshakeCodec.preencode(state, value)
        state.end += tail.byteLength
      },
      encode(state, value) {
        handshakeCodec.encode(state, value)
        state.buffer?.set(tail, state.start)
        state.start += tail.byteLength
      },
      decode: (state) => handshakeCodec.decode(state),
    }
    return new Promise((resolve, reject) => {
      const channel = mux.createChannel<Handshake>({
        protocol: protocolName,
        id: discoveryKey(b4a.from(log, 'hex')),
        handshake: bounded(codec, 1024 * 1024),
        onopen: (remote) => resolve(new RawPeer(stream, opened, messages, remote)),
        onclose: () => reject(new Error('the channel was closed')),
      })
      if (channel === null) throw new Error('the channel is open already')
      const opened = channel
      const messages = addMessages(channel, 16 * 1024 * 1024, { ...ignored, ...options.handlers }, () => true)
      channel.open({
        version: options.version ?? 1,
        features: options.features ?? [],
        capability:
          options.wrongCapability === true
            ? b4a.alloc(32)
            : capability(log, stream.handshakeHash ?? b4a.alloc(0), stream.isInitiator),
        proofs: options.proofs ?? [],
      })
    })
  }

  get closed(): boolean {
    return this.stream.destroyed
  }
}
