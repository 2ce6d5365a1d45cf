import { Controller, Get, Inject } from '@nestjs/common'

import type { RouteDescription } from '../http/route-description.js'
import { readOverview } from '../operator/overview.js'
import { PARTS, type DashboardParts } from '../parts.js'

export const overviewRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/overview',
  summary: 'What is the state of the mirror',

  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/overview')
export class OverviewController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  read() {
    return readOverview(this.parts)
  }
}
