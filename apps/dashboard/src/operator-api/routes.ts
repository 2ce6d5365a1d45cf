import type { RouteDescription } from '../http/route-description.js'
import { auditRoute } from './audit.controller.js'
import { blacklistRoute } from './blacklist.controller.js'
import { claimsRoute } from './claims.controller.js'
import { hostRoute } from './host-repository.controller.js'
import { mailRoute } from './mail.controller.js'
import { overviewRoute } from './overview.controller.js'
import { peersRoute } from './peers.controller.js'
import { queuesRoute } from './queues.controller.js'
import { reportsRoute } from './reports.controller.js'
import { settingsRoute } from './settings.controller.js'
import { stopRoute } from './stop-repository.controller.js'

/** Every route of the operator's API. */
export const operatorRoutes: readonly RouteDescription[] = [
  hostRoute,
  stopRoute,
  overviewRoute,
  queuesRoute,
  peersRoute,
  blacklistRoute,
  claimsRoute,
  reportsRoute,
  mailRoute,
  auditRoute,
  settingsRoute,
]
