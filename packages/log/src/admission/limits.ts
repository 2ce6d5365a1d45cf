/**
 * Bounds for everything that a stranger can make this peer store or do (docs/protocol.md, section 8). Local policy: none of it enters an
 * outcome. What is over a bound waits or is refused; what is already stored is always served.
 */
export interface AdmissionLimits {
  /** Open connections; further ones are closed at once. */
  readonly connectionsMax: number
  /** Cores that one connection may bring in within a minute, over all logs. */
  readonly newCoresPerConnectionMinuteMax: number
  readonly coresPerLogMax: number
  /** Blocks and bytes of one core within a UTC day, counted on arrival; the counts survive restarts. What others cite does not count here. */
  readonly opsPerCoreDayMax: number
  readonly bytesPerCoreDayMax: number
  readonly bytesPerLogMax: number
  readonly bytesTotalMax: number
  /** Heads that one connection announced, in one log, and that it has not proven yet; the rest is asked for later. */
  readonly unprovenHeadsMax: number
  /** Heads that one connection announced and never proved; past this the connection is closed. */
  readonly falseHeadsMax: number
  /** Time to prove an announced head before it is charged to who announced it. */
  readonly proofTimeMs: number
  /** One message on the wire; a longer one closes the connection. */
  readonly messageBytesMax: number
  /** Pages of heads or blocks that one connection may ask for within a minute. */
  readonly pagesPerMinuteMax: number
  /** Proofs of forks that are not known yet and that one connection may show within a minute; each is checked, stored and told on. */
  readonly forkProofsPerMinuteMax: number
  /** Requests of one connection that wait for an answer of ours. */
  readonly requestsInFlightMax: number
  /** Blocks of one log that one connection may have sent and that wait in memory for their signature; half a MiB or more. */
  readonly unsignedBytesMax: number
}

/** Narrower bounds of one log: user logs are short, and anybody may claim to be somebody. */
export interface LogBounds {
  /** Blocks of all its cores. */
  readonly opsMax: number
  readonly bytesMax: number
}

export const unbounded: LogBounds = Object.freeze({ opsMax: Infinity, bytesMax: Infinity })

const mebibyte = 1024 * 1024

export const defaultAdmissionLimits: AdmissionLimits = Object.freeze({
  connectionsMax: 256,
  newCoresPerConnectionMinuteMax: 5_000,
  coresPerLogMax: 100_000,
  opsPerCoreDayMax: 50_000,
  bytesPerCoreDayMax: 128 * mebibyte,
  bytesPerLogMax: 4_096 * mebibyte,
  bytesTotalMax: 65_536 * mebibyte,
  unprovenHeadsMax: 1_024,
  falseHeadsMax: 64,
  proofTimeMs: 10_000,
  messageBytesMax: 2 * mebibyte,
  pagesPerMinuteMax: 12_000,
  forkProofsPerMinuteMax: 6_000,
  requestsInFlightMax: 64,
  unsignedBytesMax: 32 * mebibyte,
})
