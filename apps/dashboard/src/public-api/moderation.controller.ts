import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { z } from 'zod'
import { cursor, limit, parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { effectiveAndId } from '../queries/cursor.js'
import { listModeration } from '../queries/moderation.js'
import { pageOf } from '../replies/author.js'
import { opSummary } from '../replies/op.js'
import { hostedLog } from './hosted-log.js'

export const moderationQuery = z.object({ limit, after: cursor(effectiveAndId) })

export const moderationRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/moderation',
  summary: 'The moderation log, the latest first: acts of those with a role, and what broke the rules',
  params: { id: 'the repository' },
  query: moderationQuery,
  reply: pageOf(opSummary),
  errors: [400, 404],
}

@Controller('api/repositories/:id/moderation')
export class ModerationController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async list(@Param('id') id: string, @Query() query: unknown) {
    return listModeration(this.parts.pool, await hostedLog(this.parts.pool, id), parseRequest(moderationQuery, query))
  }
}
