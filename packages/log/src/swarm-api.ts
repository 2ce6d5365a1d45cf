import type { Log } from './log-api.js'

export interface SwarmOptions {
  /** `HOST:PORT`, several separated by commas; `local` starts a bootstrap in this process, bound to loopback; absent: the public DHT. */
  readonly bootstrap?: string
  /** UDP port; 0 or absent: any. */
  readonly dhtPort?: number
  /** Refuses a peer by noise key, in hexadecimal digits. */
  readonly firewall?: (peer: string) => boolean
}

/** Finds peers of logs over Hyperswarm and hands their connections to a LogStorage. */
export interface Swarm {
  /** `HOST:PORT` that other processes on this machine can use, when the bootstrap is local or was given. */
  readonly bootstrap: string | undefined
  /** Other nodes of the DHT are known, and answer. */
  readonly reachable: boolean
  /** Announces the log and looks for its peers; resolves when it is announced and the first look-up is through. */
  join(log: Log, options?: { readonly announce?: boolean; readonly lookup?: boolean }): Promise<void>
  leave(log: Log): Promise<void>
  /** Looks for peers again now. */
  refresh(log: Log): Promise<void>
  /** Resolves when every peer found so far was tried. */
  flush(): Promise<void>
  /** Waits for at most `timeoutMs` until the DHT is reached; returns whether it is. */
  awaitReachable(timeoutMs: number): Promise<boolean>
  /** Takes back what was announced, as far as the DHT answers within seconds, and leaves. */
  close(): Promise<void>
}
