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

/** One address that follows one thread. Ids are in hexadecimal digits. */
export interface Subscription {
  readonly id: string
  readonly log: string
  readonly thread: string
  readonly threadTitle: string
  readonly address: string
  readonly level: Level
  readonly state: SubscriptionState
  /** How often it has been started; a confirmation link is for one round. */
  readonly round: number
}

/** The columns of a `Subscription`, for a select from `notifier.subscriptions s`. */
export const subscriptionColumns =
  's.id, s.log, s.thread, s.thread_title as "threadTitle", s.address, s.level, s.state, s.round'
