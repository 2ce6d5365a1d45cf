import { ConfigError } from './config-error.js'
import { deepFreeze } from './freeze.js'
import { helpText } from './help-text.js'
import { mailConfig, type MailConfig } from './mail-config.js'
import {
  backingConfig,
  identityQuotas,
  present,
  quotasConfig,
  userLogQuotas,
  type AdmissionQuotas,
  type BackingConfig,
  type IdentityQuotas,
  type LogLevel,
  type UserLogQuotas,
} from './parts.js'
import { readFlags, readSettings, type Environment } from './read-settings.js'
import type { Setting } from './setting.js'
import { admission } from './settings/admission.js'
import { backing, data, host, internalToken } from './settings/common.js'
import { mail } from './settings/mail.js'
import { about, operatorHost, operatorPort, operatorToken, port, trustProxy } from './settings/pages.js'
import { bootstrap, dhtPort } from './settings/swarm.js'
import { userLogs, usersPerRepository } from './settings/user-logs.js'

const demo: Setting<boolean> = {
  env: 'HYPERGIT_DEMO',
  flag: 'demo',
  help: 'on a local DHT, hosts the sample repository with peers that write to it',
  otherwise: 'off',
  fallback: false,
  parse: (text) => (text === '1' ? { ok: true, value: true } : { ok: false, mustBe: '1, or not set' }),
}

/** In the order of the help. */
const mirrorSettings = {
  data,
  port,
  host,
  bootstrap,
  operatorPort,
  operatorHost,
  dhtPort,
  demo,
  ...backing,
  ...mail,
  trustProxy,
  ...about,
  operatorToken,
  internalToken,
  ...admission,
  ...userLogs,
  ...usersPerRepository,
} as const

/** How the mirror in one process runs. Frozen. */
export interface MirrorConfig {
  /** Absolute. */
  readonly data: string
  readonly host: string
  /** 0 picks one. */
  readonly port: number
  readonly operatorHost: string
  /** 0 picks one; the port + 1 unless it is given. */
  readonly operatorPort: number
  readonly operatorToken?: string
  /** `local`, or `HOST:PORT` with commas; absent: the public DHT. */
  readonly bootstrap?: string
  /** 0: any. */
  readonly dhtPort: number
  readonly demo: boolean
  readonly backing: BackingConfig
  readonly mail: MailConfig
  readonly trustProxy: number | string | false
  readonly mirrorName: string
  readonly contact?: string
  /** Origin, without a slash at its end. */
  readonly publicUrl?: string
  readonly internalToken?: string
  readonly quotas: AdmissionQuotas
  readonly userQuotas: UserLogQuotas
  readonly identityQuotas: IdentityQuotas
  readonly logLevel: LogLevel
}

export type MirrorCommand =
  | { readonly kind: 'run'; readonly config: MirrorConfig }
  | { readonly kind: 'help'; readonly text: string }

const usage =
  'Usage: npm start -- [FLAGS]\n\nRuns the mirror: all services in one process. Flags go before the environment.'

const portAfter = (given: number): number => (given === 0 || given === 65_535 ? 0 : given + 1)

/** Reads flags and environment once. Throws a ConfigError that names everything that is wrong. */
export const readMirrorConfig = (argv: readonly string[], environment: Environment): MirrorCommand => {
  const { flags, problems: flagProblems } = readFlags(mirrorSettings, argv)
  if (flags['help'] === true) return { kind: 'help', text: helpText(usage, mirrorSettings) }
  const { values, problems: valueProblems } = readSettings(mirrorSettings, flags, environment)
  const problems = [...flagProblems, ...valueProblems]
  if (values.demo && values.bootstrap !== undefined && values.bootstrap !== 'local') {
    problems.push(
      `--demo runs on a local DHT, so that nothing leaves the machine; --bootstrap ${values.bootstrap} does not go with it`,
    )
  }
  const operatorAt = values.operatorPort ?? portAfter(values.port)
  if (operatorAt !== 0 && operatorAt === values.port && values.operatorHost === values.host) {
    problems.push(`OPERATOR_PORT must differ from PORT; both are ${values.port}`)
  }
  const config: MirrorConfig = {
    data: values.data,
    host: values.host,
    port: values.port,
    operatorHost: values.operatorHost,
    operatorPort: operatorAt,
    dhtPort: values.dhtPort,
    demo: values.demo,
    backing: backingConfig(values, problems),
    mail: mailConfig(values, values.publicUrl, problems),
    trustProxy: values.trustProxy,
    mirrorName: values.mirrorName,
    quotas: quotasConfig(pickAdmission(values)),
    userQuotas: userLogQuotas(values),
    identityQuotas: identityQuotas(values),
    logLevel: values.logLevel,
    ...present({
      operatorToken: values.operatorToken,
      bootstrap: values.demo ? 'local' : values.bootstrap,
      contact: values.contact,
      publicUrl: values.publicUrl,
      internalToken: values.internalToken,
    }),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return { kind: 'run', config: deepFreeze(config) }
}

type AdmissionValues = Parameters<typeof quotasConfig>[0]

const pickAdmission = (values: AdmissionValues): AdmissionValues => {
  const names = Object.keys(admission) as readonly (keyof AdmissionValues)[]
  return Object.fromEntries(names.map((name) => [name, values[name]])) as AdmissionValues
}
