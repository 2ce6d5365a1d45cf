import type { Pool } from 'pg'
import { ApiError } from '../http/api-error.js'
import { pathLog } from '../http/parse-request.js'
import { findShownLog, type ShownLog } from '../queries/shown-log.js'

/** The hosted log that a path names; 400 for what is no id, 404 for what is not hosted here. */
export const hostedLog = async (pool: Pool, id: string): Promise<ShownLog> => {
  const log = await findShownLog(pool, pathLog(id))
  if (log === undefined) throw new ApiError(404, 'not-hosted', 'This mirror does not host that repository.')
  return log
}
