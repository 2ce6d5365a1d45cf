export interface LoopbackDht {
  /** HOST:PORT for `--bootstrap`. */
  readonly address: string
  readonly port: number
  close: () => Promise<void>
}

/** Nodes that a look-up needs to find what others have announced. */
const nodes = 3

/** A small DHT that only this machine can reach, for trying things out. Port 0 picks one. */
export const startLoopbackDht = async (port: number): Promise<LoopbackDht> => {
  const { default: createTestnet } = await import('hyperdht/testnet.js')
  const testnet = await createTestnet(nodes, { host: '127.0.0.1', port })
  const first = testnet.bootstrap[0]
  if (first === undefined) throw new Error('the DHT started without an address')
  return { address: `127.0.0.1:${first.port}`, port: first.port, close: () => testnet.destroy() }
}
