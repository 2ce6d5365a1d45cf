import { Controller, Get, Inject, Res } from '@nestjs/common'
import type { Response } from 'express'
import { PARTS, type DashboardParts } from '../parts.js'

/** Prometheus' text on the operator's port, which only the operator's machines reach. */
@Controller('metrics')
export class OperatorMetricsController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read(@Res() response: Response): Promise<void> {
    const { registry } = this.parts.metrics
    response.setHeader('content-type', registry.contentType)
    response.send(await registry.metrics())
  }
}
