// What @hypergit/dashboard offers to other workspaces is exported from this file, and only from it.
export { createDashboard, type Dashboard, type DashboardOptions } from './create-dashboard.js'
export { DASHBOARD, DashboardModule } from './dashboard.module.js'
export type { DashboardLog } from './log.js'
export type { DashboardSettings } from './settings.js'
