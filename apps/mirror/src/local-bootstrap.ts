import { startLocalBootstrap, type LocalBootstrap } from '@hypergit/log'
import { readPrivateFile, writePrivateFile } from './private-file.js'

const portOf = (address: string): string => address.slice(address.lastIndexOf(':') + 1)

/**
 * A DHT bootstrap on loopback whose port is kept in a file, so that peers find it again after a restart. When somebody else has taken the port
 * meanwhile, another one is taken and kept.
 */
export const keptLocalBootstrap = async (path: string): Promise<LocalBootstrap> => {
  const kept = Number(await readPrivateFile(path))
  const port = Number.isInteger(kept) && kept > 0 && kept <= 65_535 ? kept : 0
  const started = await startLocalBootstrap(port).catch((error: unknown) => {
    if (port === 0) throw error
    return startLocalBootstrap()
  })
  await writePrivateFile(path, `${portOf(started.address)}\n`)
  return started
}
