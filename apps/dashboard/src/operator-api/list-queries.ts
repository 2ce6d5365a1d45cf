import { z } from 'zod'
import { cursor, limit } from '../http/parse-request.js'

const hexOrNone = z.string().regex(/^([0-9a-f]{64})?$/)

/** Lists in order of a log and a core. */
export const byIds = z.object({ limit, after: cursor(z.tuple([hexOrNone, hexOrNone])) })
/** Lists of entries, the latest first. */
export const byEntry = z.object({ limit, after: cursor(z.tuple([z.number().int().min(0)])) })
/** Lists that another service pages. */
export const byForeignCursor = z.object({ limit, after: z.string().max(400).optional() })
