import { Controller, Get, Inject } from '@nestjs/common'

import type { RouteDescription } from '../http/route-description.js'

import { PARTS, type DashboardParts } from '../parts.js'

export const queuesRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/queues',
  summary: 'Jobs of every queue: waiting, active, delayed, failed, and the newest failures',

  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/queues')
export class QueuesController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read() {
    return { backend: this.parts.queues.describe(), items: await this.parts.queues.counts() }
  }
}
