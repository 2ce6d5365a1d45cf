import type { Response } from 'express'
import { Places } from '../http/places.js'
import { shown } from '../ids/shown-id.js'
import type { ChangeNotice } from '../projection/change-notice.js'
import type { ChangeFeed } from './change-feed.js'

const heartbeatMs = 20_000
/** A reader who does not take what is sent is let go beyond this, and comes back by itself. */
const unsentBytesMax = 256 * 1024

export const streamsMax = 2_000
export const streamsPerClientMax = 30

const eventOf = (notice: ChangeNotice): string => {
  const data = {
    epoch: notice.epoch,
    number: notice.number,
    threads: notice.threads.map(shown),
    ops: notice.ops.map(shown),
    more: notice.more,
  }
  return `event: change\nid: ${notice.epoch}.${notice.number}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Open streams of server-sent events, bounded in all and for each client. */
export class EventStreams {
  private readonly open = new Set<Response>()
  private readonly places = new Places(streamsMax, streamsPerClientMax)

  constructor(private readonly feed: ChangeFeed) {}

  get size(): number {
    return this.open.size
  }

  /** Starts a stream of the log's changes; false when there are too many, and then nothing was sent. */
  start(log: string, client: string, response: Response): boolean {
    const leave = this.places.take(client)
    if (leave === undefined) return false
    this.open.add(response)
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies that buffer would hold events back.
      'x-accel-buffering': 'no',
    })
    response.write('retry: 3000\n\n: open\n\n')
    const send = (text: string) => {
      if (response.writableLength > unsentBytesMax) response.destroy()
      else response.write(text)
    }
    const unsubscribe = this.feed.subscribe(log, (notice) => send(eventOf(notice)))
    const heartbeat = setInterval(() => send(': here\n\n'), heartbeatMs)
    response.on('close', () => {
      clearInterval(heartbeat)
      unsubscribe()
      this.open.delete(response)
      leave()
    })
    return true
  }

  /** Ends every stream, so that the server can close. */
  close(): void {
    for (const response of this.open) response.end()
  }
}
