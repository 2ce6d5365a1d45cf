import type { Contract, ServiceName } from './contract.js'
import { bundles, evidence } from './evidence.js'
import { hosting, replication } from './hosting.js'
import { events, mail } from './notification.js'
import { claims, follow, hosted, identities, names } from './people.js'
import { changes, resync } from './projection.js'
import { asks, following, notices, profiles, users } from './users.js'
import { sweep, validate, verdicts } from './validation.js'

/** Every queue there is. */
export const catalog = {
  validate,
  verdicts,
  sweep,
  changes,
  resync,
  events,
  mail,
  claims,
  identities,
  names,
  follow,
  asks,
  following,
  users,
  profiles,
  notices,
  hosted,
  hosting,
  replication,
  evidence,
  bundles,
} as const

export type QueueName = keyof typeof catalog
export type PayloadOf<Name extends QueueName> = (typeof catalog)[Name] extends Contract<infer Payload> ? Payload : never

/** The queues that each service works on; the table that makes a missing handler a compile error. */
export const worksOn = {
  replicator: ['verdicts', 'follow', 'hosting', 'evidence'],
  validator: ['validate', 'sweep', 'resync', 'asks'],
  identity: ['claims', 'users', 'following', 'hosted'],
  notifier: ['events', 'mail', 'notices', 'names'],
  dashboard: ['changes', 'identities', 'profiles', 'replication', 'bundles'],
} as const satisfies Record<ServiceName, readonly QueueName[]>

export type WorkedBy<Service extends ServiceName> = (typeof worksOn)[Service][number]

/** The queues that each service sends to. */
export const sendsTo = {
  replicator: ['validate', 'sweep', 'replication', 'bundles', 'following'],
  validator: ['verdicts', 'changes', 'events', 'claims', 'users'],
  identity: ['identities', 'names', 'profiles', 'notices', 'follow', 'asks'],
  notifier: ['mail'],
  dashboard: ['resync', 'hosting', 'hosted', 'evidence'],
} as const satisfies Record<ServiceName, readonly QueueName[]>

export type SentBy<Service extends ServiceName> = (typeof sendsTo)[Service][number]
