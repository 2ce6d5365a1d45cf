import type { z } from 'zod'

/** What the OpenAPI document says of a route; declared beside the route, from the schemas that it uses. */
export interface RouteDescription {
  readonly method: 'get' | 'post' | 'delete'
  /** With parameters in braces: `/api/repositories/{id}`. */
  readonly path: string
  readonly summary: string
  readonly params?: Readonly<Record<string, string>>
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  readonly status?: number
  /** Absent: no JSON answer. */
  readonly reply?: z.ZodType
  readonly replyType?: string
  readonly errors?: readonly number[]
  readonly operator?: boolean
}
