declare module 'hyperdht' {
  interface Bootstrap {
    host: string
    port: number
  }
  export default class DHT {
    constructor(options?: {
      bootstrap?: readonly (Bootstrap | string)[]
      host?: string
      port?: number
      ephemeral?: boolean
      firewalled?: boolean
    })
    fullyBootstrapped(): Promise<void>
    /** False while every request of late went unanswered. */
    readonly online: boolean
    /** Other nodes that are known. */
    readonly nodes: { readonly length: number }
    address(): Bootstrap
    destroy(options?: { force?: boolean }): Promise<void>
  }
}

declare module 'hyperdht/testnet.js' {
  import type DHT from 'hyperdht'

  export default function createTestnet(
    size: number,
    options?: { host?: string; port?: number },
  ): Promise<{
    readonly nodes: readonly DHT[]
    readonly bootstrap: readonly { host: string; port: number }[]
    destroy(): Promise<void>
  }>
}
