import { Controller, Get, Inject, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { listClaims } from '../operator/lists.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { byIds } from './list-queries.js'

export const claimsRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/claims',
  summary: 'Claims of users by cores, and how far each is confirmed',
  query: byIds,
  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/claims')
export class ClaimsController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  read(@Query() query: unknown) {
    return listClaims(this.parts.pool, parseRequest(byIds, query))
  }
}
