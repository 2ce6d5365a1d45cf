import { pino, type DestinationStream, type Logger } from 'pino'

export type { Logger } from 'pino'

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LoggerOptions {
  readonly service: string
  readonly level: LogLevel
  /** Standard error by default: standard output belongs to what scripts read. */
  readonly destination?: DestinationStream
}

/** Fields that hold a person's address or a secret, wherever they are within two levels. */
const secretFields = [
  'email',
  'address',
  'addresses',
  'to',
  'recipient',
  'password',
  'token',
  'setupToken',
  'authorization',
  'cookie',
  'url',
  'privateKey',
]

const mailAddress = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[A-Za-z]{2,}/g
const urlSecret = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi
const bearer = /(Bearer\s+)[^\s"']+/gi

/** What an error's text says without mail addresses, and without the user and password of a URL. */
export const withoutPrivate = (text: string): string =>
  text
    .replaceAll(urlSecret, '$1[hidden]@')
    .replaceAll(bearer, '$1[hidden]')
    .replaceAll(mailAddress, (found) => (found.includes('[hidden]') ? found : '[address]'))

const cleaned = (error: Error): object => {
  const { type, message, stack, ...rest } = pino.stdSerializers.err(error)
  const { code } = rest as { code?: unknown }
  return {
    type,
    message: withoutPrivate(message),
    stack: withoutPrivate(stack),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.cause instanceof Error ? { cause: withoutPrivate(error.cause.message) } : {}),
  }
}

/** One JSON object a line, with the service's name; addresses and secrets are left out of fields and of errors. */
export const createLogger = ({ service, level, destination }: LoggerOptions): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[hidden]' },
      serializers: { err: cleaned },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  )
