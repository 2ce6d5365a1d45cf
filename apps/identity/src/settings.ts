/** How the identity service works, read from the environment once. All times in ms. */
export interface IdentitySettings {
  /** How often it is looked at what has to be said again. */
  readonly resendMs: number
  /** When a change is said again, counted from when it was first said, ascending: an emptied Redis may have lost it. */
  readonly resendAfterMs: readonly number[]
  /** How often everything that should be followed is asked for again, give or take a fifth. */
  readonly fullResendMs: number
  /** Users whose logs are followed for the sake of one repository, the first who claimed. */
  readonly usersPerRepositoryMax: number
  /** A pair that was not answered for so long is told to its person. */
  readonly pairPatienceMs: number
  /** After a user's log was first seen, what it says of devices is no news for so long. */
  readonly settleMs: number
  /** How long what was said to a person is remembered. */
  readonly noticesKeptMs: number
}

const minuteMs = 60_000

export const defaultIdentitySettings: IdentitySettings = Object.freeze({
  resendMs: 5_000,
  resendAfterMs: Object.freeze([minuteMs / 4, 5 * minuteMs]),
  fullResendMs: 15 * minuteMs,
  usersPerRepositoryMax: 2_000,
  pairPatienceMs: 15 * minuteMs,
  settleMs: minuteMs,
  noticesKeptMs: 30 * 24 * 60 * minuteMs,
})
