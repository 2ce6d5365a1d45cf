import { coreKey, logId, type UserId } from '@hypergit/domain'
import { startDht } from '@hypergit/testing'
import type DHT from 'hyperdht'
import Hyperswarm, { type SwarmConnection } from 'hyperswarm'
import { hash, type KeyPair, keyPair, randomBytes } from 'hypercore-crypto'
import b4a from 'b4a'
import { raw } from 'compact-encoding'
import Protomux, { type ChannelMessage } from 'protomux'
import {
  type AskingDevice,
  type Invite,
  type InviteOptions,
  type OpenInvite,
  openInvite,
  parseInvite,
  takeInvite,
  type TakeInviteOptions,
} from '../../src/index.js'
import { pairingTopic } from '../../src/pairing/pairing-messages.js'
import { openDht } from '../../src/swarm/open-dht.js'

export const user: UserId = logId(b4a.toString(hash(b4a.from('user')), 'hex'))

export const deviceNamed = (name: string): AskingDevice => ({
  core: coreKey(b4a.toString(hash(b4a.from(`core ${name}`)), 'hex')),
  attestKey: hash(b4a.from(`key ${name}`)),
  name,
})

export const parsed = (text: string): Invite => {
  const result = parseInvite(text)
  if (!result.ok) throw new Error(result.problem)
  return result.invite
}

/** What a stranger holds who found the topic of an invite, and speaks its channel as they like. */
export interface Stranger {
  readonly swarm: Hyperswarm
  /** Every connection, as it comes up. */
  readonly connections: { readonly stream: SwarmConnection; readonly message: ChannelMessage<Uint8Array> }[]
  readonly heard: Uint8Array[]
}

type DialingDht = DHT & {
  lookup(topic: Uint8Array): AsyncIterable<{ readonly peers: readonly { readonly publicKey: Uint8Array }[] }>
  connect(publicKey: Uint8Array, options: { readonly keyPair: KeyPair }): SwarmConnection
}

/** Machines on a real DHT on loopback, all gone after `close`. */
export class Machines {
  readonly #closing: (() => Promise<unknown>)[] = []
  #bootstrap: string | undefined

  async bootstrap(): Promise<string> {
    if (this.#bootstrap !== undefined) return this.#bootstrap
    const dht = await startDht(3)
    this.#closing.unshift(() => dht.stop())
    this.#bootstrap = dht.address
    return dht.address
  }

  async invite(options: Partial<InviteOptions> = {}): Promise<OpenInvite> {
    const bootstrap = await this.bootstrap()
    const open = await openInvite({ bootstrap, user, expiresAtMs: Date.now() + 600_000, ...options })
    this.#closing.push(() => open.close())
    return open
  }

  async take(text: string, name: string, options: Partial<TakeInviteOptions> = {}): Promise<Uint8Array> {
    const bootstrap = await this.bootstrap()
    return takeInvite(parsed(text), deviceNamed(name), { bootstrap, waitMs: 20_000, ...options })
  }

  /** Somebody who meets the machines of an invite; `serve`: is found by who takes it, rather than finding who made it. */
  async stranger(
    invite: Invite,
    serve: boolean,
    first?: Uint8Array,
    onMessage?: (send: (bytes: Uint8Array) => void, bytes: Uint8Array) => void,
  ): Promise<Stranger> {
    const swarm = new Hyperswarm({ dht: openDht(await this.bootstrap()) })
    this.#closing.push(() => swarm.destroy())
    const stranger: Stranger = { swarm, connections: [], heard: [] }
    const topic = pairingTopic(invite)
    swarm.on('connection', (stream) => {
      stream.on('error', () => undefined)
      const channel = Protomux.from(stream).createChannel<Uint8Array>({
        protocol: 'hypergit/pairing/1',
        id: topic,
        handshake: raw,
      })
      const message = channel?.addMessage<Uint8Array>({
        encoding: raw,
        onmessage: (bytes) => {
          const copy = bytes.slice()
          stranger.heard.push(copy)
          onMessage?.((answer) => void message?.send(answer), copy)
        },
      })
      if (channel === null || message === undefined) return
      channel.open(new Uint8Array(0))
      stranger.connections.push({ stream, message })
      if (first !== undefined) message.send(first)
    })
    await swarm.join(topic, { server: serve, client: !serve }).flushed()
    return stranger
  }

  /** Connects that many times to who made the invite, each time as somebody else, and says nothing. */
  async crowd(invite: Invite, count: number): Promise<readonly { readonly destroyed: boolean }[]> {
    const dht = openDht(await this.bootstrap()) as DialingDht
    this.#closing.push(() => dht.destroy({ force: true }))
    const found = new Set<Uint8Array>()
    for await (const { peers } of dht.lookup(pairingTopic(invite)))
      for (const { publicKey } of peers) found.add(publicKey)
    const [inviter] = found
    if (inviter === undefined) throw new Error('nobody is there')
    const streams = Array.from({ length: count }, () => dht.connect(inviter, { keyPair: keyPair() }))
    for (const stream of streams) stream.on('error', () => undefined)
    await Promise.all(streams.map((stream) => stream.opened))
    return streams
  }

  async close(): Promise<void> {
    for (const task of this.#closing.splice(0).toReversed()) await task()
    this.#bootstrap = undefined
  }
}

export const noise = (byteLength: number): Uint8Array => randomBytes(byteLength)
