declare module 'hyperswarm' {
  import type DHT from 'hyperdht'

  interface PeerInfo {
    readonly publicKey: Uint8Array
    readonly topics: readonly Uint8Array[]
    on(event: 'topic', listener: (topic: Uint8Array) => void): this
    off(event: 'topic', listener: (topic: Uint8Array) => void): this
  }
  export interface SwarmConnection extends NodeJS.ReadWriteStream {
    readonly isInitiator: boolean
    readonly publicKey: Uint8Array
    readonly remotePublicKey: Uint8Array
    readonly handshakeHash: Uint8Array
    readonly opened: Promise<boolean>
    readonly destroyed: boolean
    destroy(error?: Error): void
  }
  interface PeerDiscovery {
    flushed(): Promise<boolean>
    refresh(options?: { client?: boolean; server?: boolean }): Promise<void>
    destroy(): Promise<void>
  }
  export default class Hyperswarm {
    constructor(options: {
      dht?: DHT
      maxPeers?: number
      maxServerConnections?: number
      firewall?: (remotePublicKey: Uint8Array) => boolean
    })
    readonly connections: ReadonlySet<SwarmConnection>
    join(topic: Uint8Array, options?: { client?: boolean; server?: boolean }): PeerDiscovery
    leave(topic: Uint8Array): Promise<void>
    flush(): Promise<boolean>
    destroy(options?: { force?: boolean }): Promise<void>
    on(event: 'connection', listener: (connection: SwarmConnection, peer: PeerInfo) => void): this
  }
}
