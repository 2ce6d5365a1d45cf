import { Controller, Get, Inject, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import { ApiError } from '../http/api-error.js'
import { bearerOf, isOperatorToken } from '../operator/operator-token.js'
import { PARTS, type DashboardParts } from '../parts.js'

/** Prometheus' text, for whoever shows the operator's token. */
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!isOperatorToken(this.parts.settings.operatorTokens, bearerOf(request))) {
      throw new ApiError(401, 'unauthorised', 'The operator’s bearer token is needed.')
    }
    const { registry } = this.parts.metrics
    response.setHeader('content-type', registry.contentType)
    response.send(await registry.metrics())
  }
}
