const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Every bound of the notifier that is no setting. */
export const bounds = {
  /** A confirmation link works this long. */
  confirmationLastsMs: 7 * dayMs,
  /** Asking again for the same address and thread sends no second confirmation before this time is over. */
  askAgainAfterMs: 10 * minuteMs,
  /** Confirmations in an hour, so that nobody's mailbox is filled through this mirror. */
  requestsWindowMs: hourMs,
  requestsOfAddressMax: 5,
  requestsOfThreadMax: 200,
  requestsOfClientMax: 30,
  requestsMax: 2_000,
  /** A challenge that a user signs to bind an address is good so long. */
  challengeLastsMs: 10 * minuteMs,
  addressesOfUserMax: 16,
  /** A worker that has not renewed its claim on a mail for so long is taken for dead. */
  claimLastsMs: 15_000,
  renewClaimEveryMs: 5_000,
  smtpConnectMs: 20_000,
  smtpGreetingMs: 20_000,
  smtpSocketMs: 60_000,
  smtpConnectionsMax: 4,
  smtpMessagesOfConnectionMax: 100,
  smtpIdleMs: 30_000,
  /** What was first seen longer ago is not mailed when it is heard of again. */
  newsForMs: dayMs,
  /** Tries of one mail before it counts as failed: with a wait that doubles from 5 s, two days. */
  attemptsMax: 16,
  /** A due mail without a job for so long gets a new one. */
  hintGraceMs: 5_000,
  sweepEveryMs: 5_000,
  sweepMailsMax: 500,
  /** Settled mails are kept for the operator, and so that nothing old is mailed again. */
  settledKeptMs: 90 * dayMs,
  pruneMax: 1_000,
  /** Jobs for new mails are sent so many at a time. */
  hintsAtOnce: 50,
  /** What a failure's note in the outbox may hold, characters. */
  noteMax: 300,
} as const
