import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { startLocalBootstrap, type LocalBootstrap } from '@hypergit/log'
import { readPrivateFile, writePrivateFile } from './private-file.js'

const portOf = (address: string): string => address.slice(address.lastIndexOf(':') + 1)

/**
 * A port that the system gives out. The DHT's own choice is the first free one from a fixed number on, which any other node on this machine takes
 * as soon as the mirror is down.
 */
const freePort = async (): Promise<number> => {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

const keptPort = async (path: string): Promise<number | undefined> => {
  const port = Number(await readPrivateFile(path))
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined
}

/**
 * A DHT bootstrap on loopback whose port is kept in a file, so that peers find it again after a restart. When somebody else has taken the port
 * meanwhile, it listens on another one, and keeps that.
 */
export const keptLocalBootstrap = async (path: string): Promise<LocalBootstrap> => {
  const started = await startLocalBootstrap((await keptPort(path)) ?? (await freePort()))
  await writePrivateFile(path, `${portOf(started.address)}\n`)
  return started
}
