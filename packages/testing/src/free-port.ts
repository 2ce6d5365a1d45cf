import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports that systems give to outgoing connections, so that nobody gets the port by chance before its server has it. */
const portMin = 20_000
const portMax = 32_000
const triesMax = 100

/** A loopback TCP port that nobody listens on right now. Throws when many tries have found none. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < triesMax; tries++) {
    const port = portMin + Math.floor(Math.random() * (portMax - portMin))
    if (await isFree(port)) return port
  }
  throw new Error(`no port between ${portMin} and ${portMax} was free in ${triesMax} tries`)
}

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
