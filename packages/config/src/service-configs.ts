import { ConfigError } from './config-error.js'
import { deepFreeze } from './freeze.js'
import { mailConfig, type MailConfig } from './mail-config.js'
import {
  identityQuotas,
  present,
  quotasConfig,
  sharedBackingConfig,
  userLogQuotas,
  type AdmissionQuotas,
  type BackingConfig,
  type IdentityQuotas,
  type LogLevel,
  type UserLogQuotas,
} from './parts.js'
import { readSettings, type Environment } from './read-settings.js'
import type { Settings, ValuesOf } from './setting.js'
import { admission } from './settings/admission.js'
import { backing, data, healthPort, host, internalToken } from './settings/common.js'
import { mail } from './settings/mail.js'
import { about, operatorHost, operatorPort, operatorToken, port, publicUrl, trustProxy } from './settings/pages.js'
import { notifierUrl } from './settings/notifier-url.js'
import { bootstrap, dhtPort } from './settings/swarm.js'
import { userLogs, usersPerRepository } from './settings/user-logs.js'

type SharedBacking = BackingConfig & { readonly databaseUrl: string }

/** Reads a group and lets `build` add what is wrong with its values together. Throws a ConfigError. */
const read = <Group extends Settings, Config>(
  settings: Group,
  environment: Environment,
  build: (values: ValuesOf<Group>, problems: string[]) => Config,
): Config => {
  const { values, problems } = readSettings(settings, {}, environment)
  const all = [...problems]
  const config = build(values, all)
  if (all.length > 0) throw new ConfigError(all)
  return deepFreeze(config)
}

/** Of a service that serves only its health. */
export interface HealthConfig {
  readonly host: string
  readonly port: number
}

export interface ReplicatorConfig {
  readonly data: string
  readonly backing: SharedBacking
  readonly bootstrap?: string
  readonly dhtPort: number
  readonly quotas: AdmissionQuotas
  readonly userQuotas: UserLogQuotas
  readonly health: HealthConfig
  readonly logLevel: LogLevel
}

const replicatorSettings = {
  data,
  ...backing,
  bootstrap,
  dhtPort,
  ...admission,
  ...userLogs,
  host,
  healthPort,
} as const

export const readReplicatorConfig = (environment: Environment): ReplicatorConfig =>
  read(replicatorSettings, environment, (values, problems) => {
    const names = Object.keys(admission) as readonly (keyof typeof admission)[]
    const quotas = Object.fromEntries(names.map((name) => [name, values[name]])) as ValuesOf<typeof admission>
    return {
      data: values.data,
      backing: sharedBackingConfig(values, problems),
      dhtPort: values.dhtPort,
      quotas: quotasConfig(quotas),
      userQuotas: userLogQuotas(values),
      health: { host: values.host, port: values.healthPort },
      logLevel: values.logLevel,
      ...present({ bootstrap: values.bootstrap }),
    }
  })

export interface ValidatorConfig {
  readonly data: string
  readonly backing: SharedBacking
  readonly health: HealthConfig
  readonly logLevel: LogLevel
}

export const readValidatorConfig = (environment: Environment): ValidatorConfig =>
  read({ data, ...backing, host, healthPort }, environment, (values, problems) => ({
    data: values.data,
    backing: sharedBackingConfig(values, problems),
    health: { host: values.host, port: values.healthPort },
    logLevel: values.logLevel,
  }))

export interface IdentityConfig {
  readonly data: string
  readonly backing: SharedBacking
  readonly quotas: IdentityQuotas
  readonly health: HealthConfig
  readonly logLevel: LogLevel
}

export const readIdentityConfig = (environment: Environment): IdentityConfig =>
  read({ data, ...backing, ...usersPerRepository, host, healthPort }, environment, (values, problems) => ({
    data: values.data,
    backing: sharedBackingConfig(values, problems),
    quotas: identityQuotas(values),
    health: { host: values.host, port: values.healthPort },
    logLevel: values.logLevel,
  }))

export interface NotifierConfig {
  /** Where mails become files without an SMTP server. */
  readonly data: string
  readonly backing: SharedBacking
  readonly mail: MailConfig
  readonly mirrorName: string
  readonly contact?: string
  readonly publicUrl: string
  readonly internalToken: string
  /** Of the internal API, which also serves health. */
  readonly host: string
  readonly port: number
  readonly logLevel: LogLevel
}

const requireValue = (value: string | undefined, name: string, why: string, problems: string[]): string => {
  if (value === undefined) problems.push(`${name} is required: ${why}`)
  return value ?? ''
}

export const readNotifierConfig = (environment: Environment): NotifierConfig =>
  read({ data, ...backing, ...mail, ...about, internalToken, host, port }, environment, (values, problems) => ({
    data: values.data,
    backing: sharedBackingConfig(values, problems),
    mail: mailConfig({ ...values }, values.publicUrl ?? '', problems),
    mirrorName: values.mirrorName,
    publicUrl: requireValue(values.publicUrl, publicUrl.env, 'links in mails lead there', problems),
    internalToken: requireValue(values.internalToken, internalToken.env, internalToken.help, problems),
    host: values.host,
    port: values.port,
    logLevel: values.logLevel,
    ...present({ contact: values.contact }),
  }))

export interface DashboardConfig {
  readonly backing: SharedBacking
  readonly host: string
  readonly port: number
  readonly operatorHost: string
  readonly operatorPort: number
  readonly operatorToken?: string
  readonly publicUrl?: string
  readonly trustProxy: number | string | false
  readonly mirrorName: string
  readonly contact?: string
  /** DHT bootstrap to name in commands. */
  readonly bootstrap?: string
  readonly notifierUrl: string
  readonly internalToken: string
  readonly logLevel: LogLevel
}

export const readDashboardConfig = (environment: Environment): DashboardConfig =>
  read(
    {
      ...backing,
      host,
      port,
      operatorHost,
      operatorPort,
      operatorToken,
      trustProxy,
      ...about,
      bootstrap,
      notifierUrl,
      internalToken,
    },
    environment,
    (values, problems) => ({
      backing: sharedBackingConfig(values, problems),
      host: values.host,
      port: values.port,
      operatorHost: values.operatorHost,
      operatorPort: values.operatorPort ?? (values.port === 0 ? 0 : values.port + 1),
      trustProxy: values.trustProxy,
      mirrorName: values.mirrorName,
      notifierUrl: requireValue(values.notifierUrl, notifierUrl.env, notifierUrl.help, problems),
      internalToken: requireValue(values.internalToken, internalToken.env, internalToken.help, problems),
      logLevel: values.logLevel,
      ...present({
        operatorToken: values.operatorToken,
        publicUrl: values.publicUrl,
        contact: values.contact,
        bootstrap: values.bootstrap,
      }),
    }),
  )
