import type { TrustProxy } from './http/harden.js'

/** What the dashboard needs to know, read from flags and environment once. */
export interface DashboardSettings {
  readonly host: string
  /** 0 picks one. */
  readonly port: number
  readonly operatorHost: string
  /** 0 picks one. */
  readonly operatorPort: number
  readonly trustProxy: TrustProxy
  /** Shown on every page. */
  readonly mirrorName: string
  /** Where abuse is reported: an address or a URL. */
  readonly contact?: string
  /** Origin of the pages as outsiders reach them, without a slash at its end; absent: from host and port. */
  readonly publicUrl?: string
  /** Bearer tokens with the owner's rights, each at least 32 characters; none: nobody is the operator. */
  readonly operatorTokens: readonly string[]
  /** DHT bootstrap to name in commands, `host:port`; undefined: the public DHT. */
  readonly bootstrap: () => string | undefined
  /** Origin of the notifier's internal API; undefined until it listens, or without a notifier. */
  readonly notifierUrl: () => string | undefined
  /** Secret of the internal API. */
  readonly internalToken: string
}
