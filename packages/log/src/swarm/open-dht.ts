import DHT from 'hyperdht'
import { LogError } from '../errors.js'
import { isLoopback, parseBootstrap } from './bootstrap.js'

/** A node of the DHT that starts from `bootstrap`, of the public one without. Throws a LogError BAD_BOOTSTRAP on an address that is none. */
export const openDht = (bootstrap: string | undefined, port?: number): DHT => {
  const parsed = bootstrap === undefined ? undefined : parseBootstrap(bootstrap)
  if (parsed !== undefined && 'problem' in parsed) throw new LogError('BAD_BOOTSTRAP', parsed.problem)
  const addresses = parsed?.addresses
  const bound = addresses !== undefined && addresses.every(({ host }) => isLoopback(host))
  return new DHT({
    ...(addresses === undefined ? {} : { bootstrap: addresses }),
    // On loopback nothing stands between the peers. A node that took itself for firewalled there would be found once, and then no more.
    ...(bound ? { host: '127.0.0.1', firewalled: false } : {}),
    ...(port === undefined ? {} : { port }),
  })
}
