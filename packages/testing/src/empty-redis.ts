import { once } from 'node:events'
import { connect } from 'node:net'

/** FLUSHALL, as an operator may type it: everything in that Redis is gone. */
export const emptyRedis = async (url: string): Promise<void> => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write('FLUSHALL\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  if (!answer.toString().startsWith('+OK')) throw new Error(`Redis answered FLUSHALL with ${answer.toString().trim()}`)
}
