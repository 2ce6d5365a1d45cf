import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { openPlainSwarm, type Bootstrap } from './plain-swarm.js'

/** Hypercores with blocks of random bytes, as many in each, appended in one go. */
export const writePlainCores = async (
  store: Corestore,
  {
    cores,
    blocksEach,
    blockBytes,
  }: { readonly cores: number; readonly blocksEach: number; readonly blockBytes: number },
): Promise<Hypercore[]> => {
  const written: Hypercore[] = []
  for (let number = 0; number < cores; number++) {
    const core = store.get({ name: `plain ${number}` })
    await core.ready()
    await core.append(Array.from({ length: blocksEach }, () => crypto.getRandomValues(new Uint8Array(blockBytes))))
    written.push(core)
  }
  return written
}

/** Serves every core of the store to whoever joins the topic; tells when somebody came. */
export const servePlainCores = async (
  store: Corestore,
  topic: Uint8Array,
  bootstrap: Bootstrap,
  onConnection: () => void,
): Promise<void> => {
  const swarm = await openPlainSwarm(bootstrap, (connection) => {
    onConnection()
    store.replicate(connection)
  })
  await swarm.join(topic, { server: true, client: false }).flushed()
}
