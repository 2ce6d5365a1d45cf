import { Controller, Get, Inject, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { listBlacklist } from '../operator/lists.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { byIds } from './list-queries.js'

export const blacklistRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/blacklist',
  summary: 'Cores that the rules ignore, and why',
  query: byIds,
  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/blacklist')
export class BlacklistController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  read(@Query() query: unknown) {
    return listBlacklist(this.parts.pool, parseRequest(byIds, query))
  }
}
