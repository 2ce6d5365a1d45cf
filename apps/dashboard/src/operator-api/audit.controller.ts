import { Controller, Get, Inject, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'

import { PARTS, type DashboardParts } from '../parts.js'
import { byEntry } from './list-queries.js'

export const auditRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/audit',
  summary: 'What operators did, the latest first',
  query: byEntry,
  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/audit')
export class AuditController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  read(@Query() query: unknown) {
    const { limit, after } = parseRequest(byEntry, query)
    return this.parts.audit.list({ limit, before: after?.[0] })
  }
}
