import { Controller, Get, Inject, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { listReports } from '../operator/reports.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { byEntry } from './list-queries.js'

export const reportsRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/reports',
  summary: 'What readers reported, the latest first, with a kept copy',
  query: byEntry,
  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/reports')
export class ReportsController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  read(@Query() query: unknown) {
    const { limit, after } = parseRequest(byEntry, query)
    return listReports(this.parts.pool, { limit, before: after?.[0] })
  }
}
