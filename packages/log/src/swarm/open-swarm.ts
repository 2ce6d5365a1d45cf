import type { LogStorage } from '../log-api.js'
import type { Swarm, SwarmOptions } from '../swarm-api.js'

/**
 * Joins the public DHT, one that is given, or a local one, and connects `storage` to the peers of the logs that are joined.
 * Throws a LogError BAD_BOOTSTRAP on an address that is none.
 */
export const openSwarm = async (storage: LogStorage, options: SwarmOptions = {}): Promise<Swarm> => {
  // Loaded by who connects: what only reads or writes at home does not wait for it.
  const { openLogSwarm } = await import('./log-swarm.js')
  return openLogSwarm(storage, options)
}
