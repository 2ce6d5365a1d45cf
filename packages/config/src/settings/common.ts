import { resolve } from 'node:path'
import type { Parsed, Setting } from '../setting.js'
import * as values from '../values.js'

const absolute = (text: string): Parsed<string> => ({ ok: true, value: resolve(text) })

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof logLevels)[number]

export const data: Setting<string> = {
  env: 'HYPERGIT_DATA',
  flag: 'data',
  placeholder: 'DIR',
  help: 'everything that is kept',
  otherwise: './data',
  fallback: resolve('data'),
  parse: absolute,
}

export const logLevel: Setting<LogLevel> = {
  env: 'LOG_LEVEL',
  help: `how much to say: ${logLevels.join(', ')}`,
  otherwise: 'info',
  fallback: 'info',
  parse: values.oneOf(logLevels),
}

export const databaseUrl: Setting<string | undefined> = {
  env: 'DATABASE_URL',
  help: 'PostgreSQL, as postgres://user:password@host:port/name',
  otherwise: 'embedded',
  fallback: undefined,
  secret: true,
  parse: values.url(['postgres', 'postgresql'], 'postgres://user:password@host:5432/name'),
}

export const redisUrl: Setting<string | undefined> = {
  env: 'REDIS_URL',
  help: 'Redis with appendonly yes and maxmemory-policy noeviction',
  otherwise: 'embedded',
  fallback: undefined,
  secret: true,
  parse: values.url(['redis', 'rediss'], 'redis://host:6379'),
}

export const queueBackend: Setting<'redis' | 'postgres' | undefined> = {
  env: 'HYPERGIT_QUEUES',
  help: 'queues on redis or postgres',
  otherwise: 'what is there',
  fallback: undefined,
  parse: values.oneOf(['redis', 'postgres']),
}

export type QueueChaos = { readonly dropEvery?: number; readonly doubleEvery?: number }

export const queueChaos: Setting<QueueChaos | undefined> = {
  env: 'HYPERGIT_QUEUE_CHAOS',
  help: 'a test aid: drop and double every so many-th job, as drop:10,double:10',
  otherwise: 'none',
  fallback: undefined,
  parse: values.chaos,
}

export const host: Setting<string> = {
  env: 'HOST',
  flag: 'host',
  placeholder: 'H',
  help: 'address to listen on',
  otherwise: '127.0.0.1',
  fallback: '127.0.0.1',
  parse: values.host,
}

/** Of a service without pages: where /healthz, /readyz and /metrics are. */
export const healthPort: Setting<number> = {
  env: 'HEALTH_PORT',
  help: 'port of /healthz, /readyz and /metrics; 0 picks one',
  otherwise: '9464',
  fallback: 9464,
  parse: values.port,
}

export const internalToken: Setting<string | undefined> = {
  env: 'HYPERGIT_INTERNAL_TOKEN',
  help: 'secret between dashboard and notifier, at least 32 characters',
  otherwise: 'made at start',
  fallback: undefined,
  secret: true,
  parse: values.token,
}

/** What every service needs to reach the others. */
export const backing = { databaseUrl, redisUrl, queueBackend, queueChaos, logLevel } as const
