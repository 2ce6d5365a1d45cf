import type Protomux from 'protomux'
import type { Channel, ChannelMessage } from 'protomux'
import { bounded, type Codec } from '../wire/codec.js'
import {
  announce,
  blocksRequest,
  branchBlock,
  branchRequest,
  digests,
  forkProofs,
  type Handshake,
  handshake,
  headsPage,
  headsRequest,
  leafRequest,
  proofs,
  prove,
  tail,
  unavailable,
} from '../wire/messages.js'

/** The name that both sides open a log's channel under; its id is the log's discovery key. */
export const protocolName = 'hypergit/log/1'

/** Every message of the channel. Their order is their number on the wire: later versions append. */
const codecs = {
  digests,
  headsRequest,
  headsPage,
  announce,
  blocksRequest,
  tail,
  proofs,
  unavailable,
  leafRequest,
  branchRequest,
  branchBlock,
  prove,
  forkProofs,
} as const

type Codecs = typeof codecs
type Content<Name extends keyof Codecs> = Codecs[Name] extends Codec<infer Value> ? Value : never

/** How each message is sent. */
export type Messages = { readonly [Name in keyof Codecs]: ChannelMessage<Content<Name>> }
/** What is done with each. */
export type Handlers = { readonly [Name in keyof Codecs]: (message: Content<Name>) => void }

/** Longest handshake: many proofs of cores, and room for what later versions say. */
const handshakeBytesMax = 64 * 1024

export interface ChannelEvents {
  readonly onopen: (handshake: Handshake) => void
  readonly onclose: () => void
  readonly ondrain: () => void
}

/** The log's channel on a stream, not yet opened. */
export const openChannel = (
  mux: Protomux,
  discoveryKey: Uint8Array,
  events: ChannelEvents,
): Channel<Handshake> | null =>
  mux.createChannel({
    protocol: protocolName,
    id: discoveryKey,
    handshake: bounded(handshake, handshakeBytesMax),
    ...events,
  })

/** Adds all messages, in their order. What comes before `accepts` says so is dropped. */
export const addMessages = (
  channel: Channel<Handshake>,
  bytesMax: number,
  handlers: Handlers,
  accepts: () => boolean,
): Messages => {
  const add = <Name extends keyof Codecs>(name: Name): ChannelMessage<Content<Name>> =>
    channel.addMessage<Content<Name>>({
      encoding: bounded(codecs[name] as unknown as Codec<Content<Name>>, bytesMax),
      onmessage: (message) => {
        if (accepts()) handlers[name](message)
      },
    })
  return {
    digests: add('digests'),
    headsRequest: add('headsRequest'),
    headsPage: add('headsPage'),
    announce: add('announce'),
    blocksRequest: add('blocksRequest'),
    tail: add('tail'),
    proofs: add('proofs'),
    unavailable: add('unavailable'),
    leafRequest: add('leafRequest'),
    branchRequest: add('branchRequest'),
    branchBlock: add('branchBlock'),
    prove: add('prove'),
    forkProofs: add('forkProofs'),
  }
}
