import type { DashboardConfig } from '@hypergit/config'
import type { DashboardSettings } from './settings.js'

/** Settings of the dashboard as a process of its own. */
export const settingsFrom = (config: DashboardConfig): DashboardSettings => ({
  host: config.host,
  port: config.port,
  operatorHost: config.operatorHost,
  operatorPort: config.operatorPort,
  trustProxy: config.trustProxy,
  mirrorName: config.mirrorName,
  ...(config.contact === undefined ? {} : { contact: config.contact }),
  ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
  operatorTokens: config.operatorToken === undefined ? [] : [config.operatorToken],
  bootstrap: () => config.bootstrap,
  notifierUrl: () => config.notifierUrl,
  internalToken: config.internalToken,
})
