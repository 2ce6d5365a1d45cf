import { Controller, Get, Inject, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { claimsQuery, listClaims } from '../operator/claims.js'
import { PARTS, type DashboardParts } from '../parts.js'

export const claimsRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/claims',
  summary:
    'Claims of users by cores that wait, conflict, were struck or disowned, or all of them; each with where its evidence is',
  query: claimsQuery,
  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/claims')
export class ClaimsController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  read(@Query() query: unknown) {
    return listClaims(this.parts.pool, parseRequest(claimsQuery, query), this.parts.origins.public())
  }
}
