import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Between a mail client and a server: cuts the line at the worst moments. */
export interface CuttingProxy {
  readonly url: string
  /** `after-content`: the server gets the whole mail, the client never its answer. `before-content`: the client never gets the 354. */
  cut(moment: 'never' | 'before-content' | 'after-content'): void
  stop(): Promise<void>
}

const endOfContent = '\r\n.\r\n'

export async function cuttingProxy(targetUrl: string): Promise<CuttingProxy> {
  const target = new URL(targetUrl)
  const open = new Set<Socket>()
  let moment: 'never' | 'before-content' | 'after-content' = 'never'
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let sent = ''
    let content = false
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', end)
      socket.on('close', () => {
        open.delete(socket)
        end()
      })
    }
    client.on('data', (bytes) => {
      sent = (sent + bytes.toString('latin1')).slice(-64)
      upstream.write(bytes)
    })
    upstream.on('data', (bytes) => {
      // A client that pipelines gets several answers at once.
      const goesAhead = /^354/m.test(bytes.toString('latin1'))
      if (goesAhead) content = true
      const cutNow =
        moment === 'before-content' ? goesAhead : moment === 'after-content' && content && sent.endsWith(endOfContent)
      if (cutNow) end()
      else client.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (next) => {
      moment = next
    },
    stop: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
