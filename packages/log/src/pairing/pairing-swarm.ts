import b4a from 'b4a'
import { raw } from 'compact-encoding'
import Hyperswarm, { type SwarmConnection } from 'hyperswarm'
import Protomux, { type Channel } from 'protomux'
import { openDht } from '../swarm/open-dht.js'
import { bounded } from '../wire/codec.js'
import { within } from './deferred.js'
import { pairingMessageBytesMax } from './pairing-messages.js'

const protocolName = 'hypergit/pairing/1'

/** Connections whose other end has not shown that it knows the invite; past it the oldest makes room, since who knows it says so at once. */
const untrustedMax = 64
const messagesPerConnectionMax = 16
/** Noise keys of those that did not, which are not spoken to again; they are cheap to make, so only the latest are remembered. */
const strangersMax = 4_096
/** The DHT may be slow to take back an announcement; what is left is forgotten in time. */
const farewellMs = 1_000

export interface PairingConnection {
  /** Drops what is longer than a message may be. */
  send(message: Uint8Array): void
  /** It knows the invite, so it may stay. */
  trust(): void
  /** Ends it, and does not come back to this peer. */
  leave(): void
}

export interface PairingSwarmOptions {
  readonly bootstrap: string | undefined
  readonly topic: Buffer
  /** Whether this side is found, or looks for the other. */
  readonly role: 'server' | 'client'
  /** How long a connection may take to show that it knows the invite, ms. */
  readonly patienceMs: number
  readonly onOpen: (connection: PairingConnection) => void
  readonly onClose: (connection: PairingConnection) => void
  readonly onMessage: (connection: PairingConnection, message: Uint8Array) => void
}

export interface PairingSwarm {
  /** Resolves when this side can be found, or has looked once. */
  joined(): Promise<void>
  /** Looks again. */
  refresh(): void
  close(): Promise<void>
}

/**
 * A swarm of its own for one invite, on a node and with a key of its own: whoever floods its topic takes no place from the peers of logs, and cannot
 * tell which of them is behind the invite.
 */
export const openPairingSwarm = (options: PairingSwarmOptions): PairingSwarm => {
  const dht = openDht(options.bootstrap)
  const strangers = new Set<string>()
  const swarm = new Hyperswarm({
    dht,
    maxPeers: untrustedMax,
    firewall: (key) => strangers.has(b4a.toString(key, 'hex')),
  })
  const ban = (key: Uint8Array): void => {
    strangers.add(b4a.toString(key, 'hex'))
    const [oldest] = strangers
    if (strangers.size > strangersMax && oldest !== undefined) strangers.delete(oldest)
  }
  const untrusted = new Set<SwarmConnection>()
  swarm.on('connection', (stream) => {
    untrusted.add(stream)
    stream.on('close', () => untrusted.delete(stream))
    const [oldest] = untrusted
    if (untrusted.size > untrustedMax) oldest?.destroy()
    speak(stream, options, { ban, trust: () => untrusted.delete(stream) })
  })
  const isServer = options.role === 'server'
  const discovery = swarm.join(options.topic, { server: isServer, client: !isServer })
  const joined = discovery.flushed()
  joined.catch(() => undefined)
  let closing: Promise<void> | undefined
  return {
    joined: async () => void (await joined),
    refresh: () => void discovery.refresh().catch(() => undefined),
    close: () => (closing ??= close(swarm)),
  }
}

const close = async (swarm: Hyperswarm): Promise<void> => {
  // What was said last is on its way.
  const ended = [...swarm.connections].map(
    (stream) => new Promise<void>((resolve) => void stream.on('close', resolve).end()),
  )
  await within(Promise.all(ended), farewellMs, undefined)
  const destroyed = swarm.destroy().then(
    () => true,
    () => false,
  )
  if (!(await within(destroyed, farewellMs, false))) await swarm.destroy({ force: true })
}

const speak = (
  stream: SwarmConnection,
  { topic, patienceMs, onOpen, onClose, onMessage }: PairingSwarmOptions,
  { ban, trust }: { readonly ban: (key: Uint8Array) => void; readonly trust: () => void },
): void => {
  stream.on('error', () => undefined)
  let messages = 0
  const leave = (): void => {
    ban(stream.remotePublicKey)
    stream.destroy()
  }
  const timer = setTimeout(leave, patienceMs)
  stream.on('close', () => clearTimeout(timer))
  const channel: Channel<Uint8Array> | null = Protomux.from(stream).createChannel<Uint8Array>({
    protocol: protocolName,
    id: topic,
    handshake: bounded(raw, 64),
    onopen: () => onOpen(connection),
    onclose: () => onClose(connection),
  })
  if (channel === null) return leave()
  const message = channel.addMessage<Uint8Array>({
    encoding: bounded(raw, pairingMessageBytesMax),
    onmessage: (bytes) => {
      messages += 1
      if (messages > messagesPerConnectionMax) leave()
      else onMessage(connection, bytes)
    },
  })
  const connection: PairingConnection = {
    send: (bytes) => {
      if (!channel.closed) message.send(bytes)
    },
    trust: () => {
      clearTimeout(timer)
      trust()
    },
    leave,
  }
  channel.open(new Uint8Array(0))
}
