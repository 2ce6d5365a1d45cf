import { Client } from 'pg'

const reconnectMs = 500
const keepAliveMs = 10_000

/** The channel on which BullMQ announces a queue that has a job. */
const channel = 'bullmq_jobs'

export interface WakeListener {
  close(): Promise<void>
}

/** One connection that listens for all queues, and comes back when it is lost; it then calls without a name, since some may have been missed. */
export const listenForJobs = async (
  url: string,
  onJob: (queue?: string) => void,
  onProblem: (problem: Error) => void,
): Promise<WakeListener> => {
  let closed = false
  let client: Client | undefined
  let timer: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    const fresh = new Client({
      connectionString: url,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
      application_name: 'hypergit queues',
    })
    let ended = false
    const again = (): void => {
      if (ended || closed) return
      ended = true
      timer = setTimeout(() => {
        connect().catch((error: unknown) => {
          onProblem(error as Error)
          again()
        })
      }, reconnectMs)
    }
    fresh.on('error', onProblem)
    fresh.on('end', again)
    fresh.on('notification', ({ channel: on, payload }) => {
      if (on === channel && payload !== undefined) onJob(payload)
    })
    client = fresh
    await fresh.connect()
    await fresh.query(`listen ${channel}`)
    onJob()
  }

  await connect()
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
