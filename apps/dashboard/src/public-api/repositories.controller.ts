import { Controller, Get, Inject, Query } from '@nestjs/common'
import { z } from 'zod'
import { cursor, filterText, limit, parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { numberAndId } from '../queries/cursor.js'
import { listRepositories } from '../queries/repository-list.js'
import { pageOf } from '../replies/author.js'
import { repositorySummary } from '../replies/repository.js'

export const repositoriesQuery = z.object({ limit, after: cursor(numberAndId), q: filterText })

export const repositoriesRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories',
  summary: 'Hosted repositories, the latest activity first',
  query: repositoriesQuery,
  reply: pageOf(repositorySummary),
  errors: [400],
}

@Controller('api/repositories')
export class RepositoriesController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  list(@Query() query: unknown) {
    return listRepositories(this.parts.pool, parseRequest(repositoriesQuery, query))
  }
}
