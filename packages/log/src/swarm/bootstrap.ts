import { isIP } from 'node:net'

export interface Address {
  readonly host: string
  readonly port: number
}

/** Reads `HOST:PORT`; undefined when it is none. */
const parseAddress = (text: string): Address | undefined => {
  const parts = /^(.+):(\d{1,5})$/.exec(text.trim())
  const [, host, digits] = parts ?? []
  const port = Number(digits)
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host: host.replace(/^\[(.*)\]$/, '$1'), port }
}

/** Reads `HOST:PORT`, several separated by commas. Answers a sentence on what is wrong instead of throwing. */
export const parseBootstrap = (
  text: string,
): { readonly addresses: readonly Address[] } | { readonly problem: string } => {
  const addresses: Address[] = []
  for (const part of text.split(',')) {
    const address = parseAddress(part)
    if (address === undefined) return { problem: `bootstrap "${part}" is not HOST:PORT, nor the word local` }
    addresses.push(address)
  }
  return { addresses }
}

/** Loopback only: then the DHT has to be bound to it too, or connections do not come up. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** A DHT in this process that others on this machine start from; answers its address. */
export interface LocalBootstrap {
  /** `127.0.0.1:PORT`. */
  readonly address: string
  stop(): Promise<void>
}

/** Starts a DHT of its own on loopback, port 0: any. Two nodes, since a single one answers nobody's look-ups. */
export const startLocalBootstrap = async (port = 0): Promise<LocalBootstrap> => {
  const { default: DHT } = await import('hyperdht')
  const host = '127.0.0.1'
  const options = { host, ephemeral: false, firewalled: false }
  const first = new DHT({ ...options, bootstrap: [], port })
  await first.fullyBootstrapped()
  const address = `${host}:${first.address().port}`
  const second = new DHT({ ...options, bootstrap: [{ host, port: first.address().port }] })
  await second.fullyBootstrapped()
  return {
    address,
    async stop() {
      await second.destroy()
      await first.destroy()
    },
  }
}
