import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { z } from 'zod'
import { cursor, limit, parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { numberAndId } from '../queries/cursor.js'
import { listForks } from '../queries/forks.js'
import { pageOf } from '../replies/author.js'
import { forkLink } from '../replies/fork.js'
import { hostedLog } from './hosted-log.js'

export const forksQuery = z.object({ limit, after: cursor(numberAndId) })

export const forksRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/forks',
  summary: 'Forks of the repository that name it or were announced in it, confirmed ones first',
  params: { id: 'the repository' },
  query: forksQuery,
  reply: pageOf(forkLink),
  errors: [400, 404],
}

@Controller('api/repositories/:id/forks')
export class ForksController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async list(@Param('id') id: string, @Query() query: unknown) {
    return listForks(this.parts.pool, await hostedLog(this.parts.pool, id), parseRequest(forksQuery, query))
  }
}
