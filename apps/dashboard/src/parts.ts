import type { Database } from '@hypergit/database'
import type { Readiness } from '@hypergit/observability'
import type { Queues } from '@hypergit/queues'
import type { Pool } from 'pg'
import type { EvidenceRequests } from './evidence/evidence-requests.js'
import type { HostedRepositories } from './hosting/hosted-repositories.js'
import type { Places } from './http/places.js'
import type { EventStreams } from './live/event-streams.js'
import type { DashboardLog } from './log.js'
import type { DashboardMetrics } from './metrics.js'
import type { NotifierClient } from './notifier/notifier-client.js'
import type { AuditLog } from './operator/audit-log.js'
import type { DashboardSettings } from './settings.js'

/** What routes are made of: built once, without Nest, and handed to both listeners. */
export interface DashboardParts {
  readonly settings: DashboardSettings
  readonly log: DashboardLog
  readonly database: Database
  readonly pool: Pool
  readonly queues: Queues<'dashboard'>
  readonly hosted: HostedRepositories
  readonly notifier: NotifierClient
  readonly streams: EventStreams
  readonly evidence: EvidenceRequests
  /** For those who wait for evidence or are sent some. */
  readonly evidencePlaces: Places
  readonly audit: AuditLog
  readonly readiness: Readiness
  readonly metrics: DashboardMetrics
  /** Origins as outsiders reach them; known once the listeners are up. */
  readonly origins: { readonly public: () => string; readonly operator: () => string }
}

/** Nest's token for them. */
export const PARTS = Symbol('dashboard parts')
