import { bytesOf, countOf } from './quota.js'

/** What the users who claim in hosted repositories can make a replicator store and do. */
export const userLogs = {
  userLogsMax: countOf('USER_LOGS', 'user logs that are followed', '20000'),
  opsPerUserLogMax: countOf('OPS_PER_USER_LOG', 'ops of one user log', '20000'),
  bytesPerUserLogMax: bytesOf('BYTES_PER_USER_LOG', 'bytes of one user log', '16M'),
  devicesPerUserLogMax: countOf('DEVICES_PER_USER_LOG', 'devices of one user log whose ops are taken', '256'),
} as const

/** Whom the identity service asks to have followed. */
export const usersPerRepository = {
  usersPerRepositoryMax: countOf('USERS_PER_REPOSITORY', 'users followed for the sake of one repository', '2000'),
} as const

export type UserLogQuotas = { readonly [Name in keyof typeof userLogs]?: number }
export type IdentityQuotas = { readonly [Name in keyof typeof usersPerRepository]?: number }
