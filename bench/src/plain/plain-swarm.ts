import DHT from 'hyperdht'
import Hyperswarm, { type SwarmConnection } from 'hyperswarm'

/** `HOST:PORT` of a DHT node on loopback. */
export type Bootstrap = string

/** Hyperswarm as it comes, on loopback. */
export const openPlainSwarm = async (
  bootstrap: Bootstrap,
  onConnection: (connection: SwarmConnection) => void,
): Promise<Hyperswarm> => {
  const [host = '127.0.0.1', port] = bootstrap.split(':')
  const dht = new DHT({ bootstrap: [{ host, port: Number(port) }], host })
  await dht.fullyBootstrapped()
  const swarm = new Hyperswarm({ dht })
  swarm.on('connection', (connection) => {
    // A peer that ends its process resets its connections; whoever waits for it says what is missing.
    connection.on('error', () => undefined)
    onConnection(connection)
  })
  return swarm
}

/**
 * What is sent before the other side has taken the connection up is often lost for good; such a connection ends after 13 s, and another one comes.
 */
const takenUpAfterMs = 500

/** Connects to whoever serves the topic; `onTakenUp` is told of each connection when both sides have it. */
export const lookUp = async (
  bootstrap: Bootstrap,
  topic: Uint8Array,
  onTakenUp: (connection: SwarmConnection) => void,
): Promise<void> => {
  const swarm = await openPlainSwarm(bootstrap, (connection) => {
    setTimeout(() => {
      if (!connection.destroyed) onTakenUp(connection)
    }, takenUpAfterMs)
  })
  await swarm.join(Buffer.from(topic)).flushed()
}
