import { Controller, Get, Inject, Query } from '@nestjs/common'
import { z } from 'zod'
import { ApiError } from '../http/api-error.js'
import { cursor, filterText, limit, parseRequest, pathId } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { search, searchDepthMax } from '../queries/search.js'
import { pageOf } from '../replies/author.js'
import { searchHit } from '../replies/found.js'

export const searchQuery = z.object({
  q: filterText,
  repository: filterText,
  limit,
  after: cursor(z.tuple([z.number().int().min(0).max(searchDepthMax)])),
})

export const searchRoute: RouteDescription = {
  method: 'get',
  path: '/api/search',
  summary: 'Full text over threads, comments and reviews; words, "phrases", or, -without',
  query: searchQuery,
  reply: pageOf(searchHit),
  errors: [400],
}

@Controller('api/search')
export class SearchController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  find(@Query() query: unknown) {
    const { q, repository, limit, after } = parseRequest(searchQuery, query)
    if (q === undefined) throw new ApiError(400, 'invalid-request', 'q: what to search for is expected')
    const log = repository === undefined ? undefined : pathId(repository)
    return search(this.parts.pool, { q, log, limit, offset: after?.[0] ?? 0 })
  }
}
