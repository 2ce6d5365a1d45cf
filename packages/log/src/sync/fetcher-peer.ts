import type { Head } from '../log-api.js'
import type { BlocksRequest } from '../wire/messages.js'

/** What a fetcher needs of its channel. */
export interface FetcherPeer {
  readonly id: string
  nextRequest(): number
  requestBlocks(request: BlocksRequest): void
  /** Takes one new core from this connection's share of the minute. */
  mayBringCore(): boolean
  /** A head was not proven; the connection is closed past a bound. */
  chargeFalseHead(): void
  /** Finds out which of two histories the peer has; false where too many are being looked into. */
  investigate(head: Head): boolean
  /** Looks whether a head that is shorter than what is here is a part of it. */
  review(head: Head): void
  /** A head of a core that is not admitted, or not yet. */
  withheld(head: Head): void
  /** More was announced than could be noted: ask for heads again later. */
  announcedTooMuch(): void
  /** Something that was wanted came or was given up. */
  settled(): void
  close(reason: string): void
}
