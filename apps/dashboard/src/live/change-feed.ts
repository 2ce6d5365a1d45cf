import { Client } from 'pg'
import { changeChannel, changeNotice, type ChangeNotice } from '../projection/change-notice.js'

export type ChangeListener = (notice: ChangeNotice) => void

const reconnectAfterMs = 1_000

/** Changes of all logs, whichever process projected them, as PostgreSQL tells them on a connection of its own. */
export class ChangeFeed {
  private readonly listeners = new Map<string, Set<ChangeListener>>()
  private client: Client | undefined
  private retry: NodeJS.Timeout | undefined
  private closed = false

  constructor(
    private readonly databaseUrl: string,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** Resolves when the first notice can arrive; a connection that is lost later is opened again. */
  async open(): Promise<void> {
    const client = new Client({
      connectionString: this.databaseUrl,
      keepAlive: true,
      application_name: 'hypergit-change-feed',
    })
    client.on('error', (error) => this.lost(client, error))
    client.on('end', () => this.lost(client))
    client.on('notification', (message) => this.tell(message.payload ?? ''))
    this.client = client
    await client.connect()
    await client.query(`listen ${changeChannel}`)
  }

  /** Calls `listener` with each change of the log; returns what ends that. */
  subscribe(log: string, listener: ChangeListener): () => void {
    const listeners = this.listeners.get(log) ?? new Set()
    listeners.add(listener)
    this.listeners.set(log, listeners)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.listeners.delete(log)
    }
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.retry)
    await this.client?.end()
  }

  private tell(payload: string): void {
    const parsed = changeNotice.safeParse(JSON.parse(payload))
    if (!parsed.success) return
    for (const listener of this.listeners.get(parsed.data.log) ?? []) listener(parsed.data)
  }

  private lost(client: Client, error?: unknown): void {
    if (this.closed || this.client !== client) return
    this.client = undefined
    if (error !== undefined) this.onProblem(error)
    this.reconnect()
  }

  private reconnect(): void {
    clearTimeout(this.retry)
    this.retry = setTimeout(() => {
      this.open().catch((error: unknown) => {
        this.client = undefined
        this.onProblem(error)
        if (!this.closed) this.reconnect()
      })
    }, reconnectAfterMs)
    this.retry.unref()
  }
}
