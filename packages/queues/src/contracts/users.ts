import type { CoreKey, DeviceView, LinkView, LogId, UserId, UserView } from '@hypergit/domain'
import type { z } from 'zod'
import { v, type Contract, type Versioned } from './contract.js'
import { optional, record } from './record.js'
import { core, count, flag, list, log, oneOf, text, timeMs, user } from './scalars.js'

/** Against nonsense only: the engine shows fewer. */
const devicesMax = 1_024
const linksMax = 4_096

const device: z.ZodType<DeviceView> = record<DeviceView>({
  core,
  name: text,
  authorized: flag,
  byPhrase: flag,
  at: timeMs,
  revokedAt: optional(timeMs),
})
const link: z.ZodType<LinkView> = record<LinkView>({ repository: log, core, linked: flag })

const userView: z.ZodType<UserView> = record<UserView>({
  log: user,
  founder: core,
  name: text,
  bio: text,
  url: text,
  contact: text,
  devices: list(device, devicesMax),
  devicesTotal: count,
  links: list(link, linksMax),
  linksTotal: count,
  ops: count,
  at: timeMs,
  version: count,
})

/** What a user log tells of its user, whole. At least once, in any order: the higher (epoch, number) counts. */
export interface UsersJob extends Versioned {
  readonly epoch: number
  readonly number: number
  readonly view: UserView
}

export const users: Contract<UsersJob> = {
  queue: 'users',
  from: 'validator',
  to: 'identity',
  schema: record<UsersJob>({ v, epoch: count, number: count, view: userView }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
  replaces: (job) => job.view.log,
}

/** Somebody lacks what a user log tells: the validator says it again, unless `have` is the newest. A hint: who lacks it asks again. */
export interface AsksJob extends Versioned {
  readonly user: UserId
  readonly have?: { readonly epoch: number; readonly number: number }
}

export const asks: Contract<AsksJob> = {
  queue: 'asks',
  from: 'identity',
  to: 'validator',
  partitionedBy: (job) => job.user,
  schema: record<AsksJob>({
    v,
    user,
    have: optional(record<NonNullable<AsksJob['have']>>({ epoch: count, number: count })),
  }),
  attempts: 1,
  backoffMs: 0,
  timeLimitMs: 60_000,
  replaces: (job) => job.user,
}

/**
 * How the replication of a user log goes: asked for and nothing here yet (`fetching`), here (`followed`), nobody has had it for long (`gone`), more
 * of it than is taken (`over-quota`), or not replicated at all, since too many are (`refused`).
 */
export const followingStates = ['fetching', 'followed', 'gone', 'over-quota', 'refused'] as const
export type FollowingState = (typeof followingStates)[number]
const followingState: z.ZodType<FollowingState> = oneOf(followingStates)

/** Of two jobs the later counts. */
export interface FollowingJob extends Versioned {
  readonly user: UserId
  readonly state: FollowingState
  /** The replicator's clock, ms. */
  readonly at: number
}

export const following: Contract<FollowingJob> = {
  queue: 'following',
  from: 'replicator',
  to: 'identity',
  schema: record<FollowingJob>({ v, user, state: followingState, at: timeMs }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
  replaces: (job) => job.user,
}

/** What is shown of a user somebody claims to be, as far as their log is here. The higher version wins. */
export interface Profile {
  readonly user: UserId
  /** Empty while the log is not here. */
  readonly name: string
  readonly bio: string
  readonly url: string
  readonly contact: string
  readonly devices: readonly DeviceView[]
  readonly devicesTotal: number
  readonly links: readonly LinkView[]
  readonly linksTotal: number
  readonly following: FollowingState
  readonly version: number
}

/** At least once, in any order: each counts by its own version. */
export interface ProfilesJob extends Versioned {
  readonly profiles: readonly Profile[]
}

export const profilesMax = 1_000

const profile: z.ZodType<Profile> = record<Profile>({
  user,
  name: text,
  bio: text,
  url: text,
  contact: text,
  devices: list(device, devicesMax),
  devicesTotal: count,
  links: list(link, linksMax),
  linksTotal: count,
  following: followingState,
  version: count,
})

export const profiles: Contract<ProfilesJob> = {
  queue: 'profiles',
  from: 'identity',
  to: 'dashboard',
  schema: record<ProfilesJob>({ v, profiles: list(profile, profilesMax) }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
  // Whoever changes their profile again and again fills no queue.
  replaces: ({ profiles: [first, ...others] }) => (others.length === 0 ? first?.user : undefined),
}

export const noticeKinds = ['claim', 'pair-waiting', 'pair-attempt', 'device-revoked', 'device-authorized'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Something that a person should hear of: a machine claims to be theirs, a pair waits for them or reaches for a core of theirs, a device came or went. */
export interface Notice {
  /** The same whenever the same thing is said again, and of nothing else. */
  readonly id: string
  readonly user: UserId
  readonly kind: NoticeKind
  /** The repository it happened in, and its name; absent for devices. */
  readonly log?: LogId
  readonly repository?: string
  /** The core that claims, waits, reached out or came or went. */
  readonly core: CoreKey
  /** Its name as a device, where the user's log gives one. */
  readonly coreName?: string
  /** By the log, ms. */
  readonly at: number
}

/** At least once, in any order: whoever mails makes a mail unique on (notice, recipient). */
export interface NoticesJob extends Versioned {
  readonly notices: readonly Notice[]
}

export const noticesMax = 1_000

export const notices: Contract<NoticesJob> = {
  queue: 'notices',
  from: 'identity',
  to: 'notifier',
  schema: record<NoticesJob>({
    v,
    notices: list(
      record<Notice>({
        id: text,
        user,
        kind: oneOf(noticeKinds),
        log: optional(log),
        repository: optional(text),
        core,
        coreName: optional(text),
        at: timeMs,
      }),
      noticesMax,
    ),
  }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
}
