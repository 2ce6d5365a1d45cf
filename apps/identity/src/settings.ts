/** How the identity service works, read from the environment once. All times in ms. */
export interface IdentitySettings {
  /** How often what changed lately is said again to the dashboard. */
  readonly resendMs: number
  /** How long a change is said again: an emptied Redis may have lost it. */
  readonly resendForMs: number
}

export const defaultIdentitySettings: IdentitySettings = Object.freeze({ resendMs: 30_000, resendForMs: 300_000 })
