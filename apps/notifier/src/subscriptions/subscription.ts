/** Which events of a followed thread are mailed. */
export const levels = ['all', 'comments'] as const
export type Level = (typeof levels)[number]

export const isLevel = (text: string): text is Level => (levels as readonly string[]).includes(text)

/** `all`: comments, reviews, and that the thread was closed, reopened or merged. `comments`: comments and reviews. */
export const levelText: Readonly<Record<Level, string>> = {
  all: 'Comments, reviews and state changes',
  comments: 'Comments and reviews only',
}

export type SubscriptionState = 'pending' | 'confirmed' | 'unsubscribed'

export type About = 'thread' | 'user'

/** One address that follows one thread, or what a user should hear of themselves. Ids are in hexadecimal digits. */
export interface Subscription {
  readonly id: string
  readonly about: About
  readonly log: string
  /** The user, where it is about one. */
  readonly thread: string
  /** The beginning of the user's id, where it is about one. */
  readonly threadTitle: string
  readonly address: string
  readonly level: Level
  readonly state: SubscriptionState
  /** How often it has been started; a confirmation link is for one round. */
  readonly round: number
}

/** The columns of a `Subscription`, for a select from `notifier.subscriptions s`. */
export const subscriptionColumns =
  's.id, s.about, s.log, s.thread, s.thread_title as "threadTitle", s.address, s.level, s.state, s.round'
