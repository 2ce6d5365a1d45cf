import type { Database } from '@hypergit/database'
import { Readiness, repeat, type ReadinessCheck, type Repeating } from '@hypergit/observability'
import type { Queues, Working } from '@hypergit/queues'
import { Registry } from 'prom-client'
import 'reflect-metadata'
import { EvidenceRequests, evidenceWaitMs } from './evidence/evidence-requests.js'
import { evidenceBounds, EvidenceStore, type EvidenceBounds } from './evidence/evidence-store.js'
import { HostedRepositories } from './hosting/hosted-repositories.js'
import { HostingStore } from './hosting/hosting-store.js'
import { Places } from './http/places.js'
import { listenOperator, listenPublic, type Listener } from './listeners.js'
import { ChangeFeed } from './live/change-feed.js'
import { EventStreams } from './live/event-streams.js'
import type { DashboardLog } from './log.js'
import { openMetrics } from './metrics.js'
import { NotifierClient } from './notifier/notifier-client.js'
import { AuditLog } from './operator/audit-log.js'
import { openSessions } from './operator/operator-session.js'
import type { DashboardParts } from './parts.js'
import { jobHandlers } from './projection/job-handlers.js'
import { ProjectionSweep } from './projection/sweep.js'
import type { DashboardSettings } from './settings.js'
import { migrations } from './sql/migrations.js'

export interface DashboardOptions {
  readonly settings: DashboardSettings
  /** Stays the caller's to close. */
  readonly database: Database
  /** Stays the caller's to close. */
  readonly queues: Queues<'dashboard'>
  readonly log: DashboardLog
  /** Further conditions of `/readyz`, for what runs in the same process. */
  readonly readiness?: Readonly<Record<string, ReadinessCheck>>
  /** Where metrics are collected; absent: a registry of its own. */
  readonly registry?: Registry
  /** Pause between two sweeps, ms; a minute unless a test says otherwise. */
  readonly sweepPauseMs?: number
  /** Bounds and waits of evidence that differ from the usual ones, for tests. */
  readonly evidence?: Partial<EvidenceBounds & { readonly waitMs: number }>
}

export interface Dashboard {
  /** As outsiders reach it, without a slash at its end. */
  readonly publicUrl: string
  /** The operator's page; the operator's API is at the same origin. */
  readonly operatorUrl: string
  readonly publicPort: number
  readonly operatorPort: number
  /** Stops both listeners and the work on jobs; what is in hand is finished. */
  close(): Promise<void>
}

const sweepPauseMs = 60_000
const evidenceForgetMs = 60_000
/** Readers who wait for evidence or are sent some, in this process and of one client. */
const evidencePlacesMax = 64
const evidencePlacesPerClientMax = 4

/** Browsers reach loopback as `localhost`: passkeys refuse an IP address. */
const originOf = (host: string, port: number): string => {
  const name = host === '127.0.0.1' || host === '::1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Migrates the schema, projects jobs, and serves; resolves when both listeners answer. */
export const createDashboard = async (options: DashboardOptions): Promise<Dashboard> => {
  const { settings, database, queues, log } = options
  await database.migrate('dashboard', migrations)
  const pool = database.pool('dashboard', { connectionsMax: 10 })
  const problem = (message: string) => (error: unknown) => log.warn({ err: error }, message)

  const feed = new ChangeFeed(database.url, problem('notices of changes were interrupted'))
  const streams = new EventStreams(feed)
  const store = new HostingStore(pool)
  const hostingJobs = queues.producer('hosting')
  const hostedJobs = queues.producer('hosted')
  const resync = queues.producer('resync')
  const evidenceStore = new EvidenceStore(pool, { ...evidenceBounds, ...options.evidence })
  const sessions = openSessions(pool, settings, problem('a session could not be kept'))
  const listeners: { public?: Listener; operator?: Listener } = {}
  const publicOrigin = () => settings.publicUrl ?? originOf(settings.host, listeners.public?.port ?? settings.port)
  const operatorOrigin = () => originOf(settings.operatorHost, listeners.operator?.port ?? settings.operatorPort)
  const metrics = openMetrics(options.registry ?? new Registry(), () => streams.size)

  const parts: DashboardParts = {
    settings,
    log,
    database,
    pool,
    queues,
    streams,
    evidence: new EvidenceRequests({
      store: evidenceStore,
      jobs: queues.producer('evidence'),
      waitMs: options.evidence?.waitMs ?? evidenceWaitMs,
    }),
    evidencePlaces: new Places(evidencePlacesMax, evidencePlacesPerClientMax),
    metrics,
    hosted: new HostedRepositories(store, hostingJobs, hostedJobs, problem('others could not be told; the sweep will')),
    notifier: new NotifierClient(settings.notifierUrl, settings.internalToken),
    audit: new AuditLog(pool),
    readiness: new Readiness({ database: () => database.ping(), queues: () => queues.ping(), ...options.readiness }),
    origins: { public: publicOrigin, operator: operatorOrigin },
  }

  let working: Working | undefined
  const repeating: Repeating[] = []
  const close = async (): Promise<void> => {
    streams.close()
    await Promise.all([listeners.public?.close(), listeners.operator?.close(), working?.close()])
    await Promise.all(repeating.map((one) => one.close()))
    sessions.close()
    await feed.close()
  }
  try {
    await feed.open()
    working = await queues.work(jobHandlers(pool, resync, evidenceStore, (result) => metrics.changes.inc({ result })))
    const { now } = Date
    const { random } = Math
    const sweep = new ProjectionSweep({ pool, hosting: store, hostingJobs, hostedJobs, resync, now, random })
    repeating.push(
      repeat((signal) => sweep.run(signal), options.sweepPauseMs ?? sweepPauseMs, problem('a sweep was interrupted')),
      repeat(() => evidenceStore.forget(), evidenceForgetMs, problem('old evidence could not be removed')),
    )
    listeners.public = await listenPublic(parts)
    listeners.operator = await listenOperator(parts, sessions)
  } catch (error) {
    await close()
    throw error
  }
  return {
    publicUrl: publicOrigin(),
    operatorUrl: `${operatorOrigin()}/operator`,
    publicPort: listeners.public.port,
    operatorPort: listeners.operator.port,
    close,
  }
}
