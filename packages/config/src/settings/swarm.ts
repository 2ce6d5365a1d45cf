import type { Setting } from '../setting.js'
import * as values from '../values.js'

export const bootstrap: Setting<string | undefined> = {
  env: 'HYPERGIT_BOOTSTRAP',
  flag: 'bootstrap',
  placeholder: 'HOST:PORT',
  otherwise: 'the public DHT',
  fallback: undefined,
  help: 'DHT bootstrap; local starts one in the process and binds to loopback',
  parse: values.bootstrap,
}

export const dhtPort: Setting<number> = {
  env: 'HYPERGIT_DHT_PORT',
  flag: 'dht-port',
  placeholder: 'N',
  help: 'UDP port, for the firewall',
  otherwise: 'any',
  fallback: 0,
  parse: values.port,
}
