import type { DashboardParts } from '../parts.js'

/** The settings that are in effect; of secrets only whether they are set. */
export const effectiveSettings = ({ settings, origins, database, queues }: DashboardParts) => ({
  mirrorName: settings.mirrorName,
  contact: settings.contact ?? null,
  publicUrl: origins.public(),
  operatorUrl: origins.operator(),
  trustProxy: settings.trustProxy,
  bootstrap: settings.bootstrap() ?? 'the public DHT',
  notifier: settings.notifierUrl() === undefined ? 'none' : 'connected by its internal API',
  operatorTokens: settings.operatorTokens.length,
  database: database.describe(),
  queues: queues.describe(),
})
