export interface LocalDht {
  /** For `new HyperDHT({ bootstrap })`; give it `host: '127.0.0.1'` too, or connections do not come up. */
  readonly bootstrap: readonly { readonly host: string; readonly port: number }[]
  /** As `--bootstrap` takes it. */
  readonly address: string
  stop(): Promise<void>
}

/** A real DHT of a few nodes on loopback. */
export const startDht = async (nodes = 3): Promise<LocalDht> => {
  const { default: createTestnet } = await import('hyperdht/testnet.js')
  const testnet = await createTestnet(nodes, { host: '127.0.0.1' })
  const [first] = testnet.bootstrap
  if (first === undefined) throw new Error('the local DHT has no bootstrap node')
  return { bootstrap: testnet.bootstrap, address: `${first.host}:${first.port}`, stop: () => testnet.destroy() }
}
