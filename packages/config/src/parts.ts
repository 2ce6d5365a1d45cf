import type { ValuesOf } from './setting.js'
import type { AdmissionQuotas, admission } from './settings/admission.js'
import type { IdentityQuotas, userLogs, UserLogQuotas, usersPerRepository } from './settings/user-logs.js'
import type { backing, LogLevel, QueueChaos } from './settings/common.js'

/** Which database and queues, as `openDatabase`, `openBackend` and `openQueues` take them. */
export interface BackingConfig {
  /** Absent: embedded. */
  readonly databaseUrl?: string
  /** Absent: embedded, where there is a redis-server. */
  readonly redisUrl?: string
  readonly prefer?: 'redis' | 'postgres'
  readonly chaos?: QueueChaos
}

/** Leaves out what is undefined, so that "not given" has one form. */
export const present = <T extends object>(values: T): { readonly [Name in keyof T]?: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>
  }

export const backingConfig = (
  { databaseUrl, redisUrl, queueBackend, queueChaos }: ValuesOf<typeof backing>,
  problems: string[],
): BackingConfig => {
  if (queueBackend === 'postgres' && redisUrl !== undefined)
    problems.push('HYPERGIT_QUEUES is postgres and REDIS_URL is set; unset one of them')
  return present({ databaseUrl, redisUrl, prefer: queueBackend, chaos: queueChaos })
}

/** A service alone shares its database and queues with the others, so they must be named. */
export const sharedBackingConfig = (
  values: ValuesOf<typeof backing>,
  problems: string[],
): BackingConfig & { readonly databaseUrl: string } => {
  if (values.databaseUrl === undefined)
    problems.push('DATABASE_URL is required: the PostgreSQL that all services share')
  if (values.redisUrl === undefined && values.queueBackend !== 'postgres') {
    problems.push('REDIS_URL is required: the Redis that all services share (or HYPERGIT_QUEUES=postgres)')
  }
  return { ...backingConfig(values, problems), databaseUrl: values.databaseUrl ?? '' }
}

export const quotasConfig = (values: ValuesOf<typeof admission>): AdmissionQuotas => present(values)

export const userLogQuotas = ({
  userLogsMax,
  opsPerUserLogMax,
  bytesPerUserLogMax,
  devicesPerUserLogMax,
}: ValuesOf<typeof userLogs>): UserLogQuotas =>
  present({ userLogsMax, opsPerUserLogMax, bytesPerUserLogMax, devicesPerUserLogMax })

export const identityQuotas = ({ usersPerRepositoryMax }: ValuesOf<typeof usersPerRepository>): IdentityQuotas =>
  present({ usersPerRepositoryMax })

export type { AdmissionQuotas, IdentityQuotas, LogLevel, QueueChaos, UserLogQuotas }
