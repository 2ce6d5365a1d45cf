import type { Setting } from '../setting.js'
import * as values from '../values.js'

const million = 1_000_000

const bound = (
  name: string,
  help: string,
  otherwise: string,
  parse: Setting<number>['parse'],
): Setting<number | undefined> => ({
  env: `HYPERGIT_QUOTA_${name}`,
  help,
  otherwise,
  fallback: undefined,
  parse,
})

const countOf = (name: string, help: string, otherwise: string): Setting<number | undefined> =>
  bound(name, help, otherwise, values.integer(1, 1_000 * million))

/** What the users who claim in hosted repositories can make a replicator store and do. */
export const userLogs = {
  userLogsMax: countOf('USER_LOGS', 'user logs that are followed', '20000'),
  opsPerUserLogMax: countOf('OPS_PER_USER_LOG', 'ops of one user log', '20000'),
  bytesPerUserLogMax: bound('BYTES_PER_USER_LOG', 'bytes of one user log', '16M', values.byteCount),
  devicesPerUserLogMax: countOf('DEVICES_PER_USER_LOG', 'devices of one user log whose ops are taken', '256'),
} as const

/** Whom the identity service asks to have followed. */
export const usersPerRepository = {
  usersPerRepositoryMax: countOf('USERS_PER_REPOSITORY', 'users followed for the sake of one repository', '2000'),
} as const

export type UserLogQuotas = { readonly [Name in keyof typeof userLogs]?: number }
export type IdentityQuotas = { readonly [Name in keyof typeof usersPerRepository]?: number }
