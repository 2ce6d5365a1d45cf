import { Controller, Get, Header, Inject, Req } from '@nestjs/common'
import type { Request } from 'express'
import { readOverview } from '../operator/overview.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { overviewPage } from '../web/operator-overview.js'
import { sessionView } from './session-view.js'

@Controller('operator')
export class OverviewPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Req() request: Request): Promise<string> {
    const { site, formToken } = sessionView(request, this.parts.settings)
    return overviewPage(site, formToken, await readOverview(this.parts))
  }
}
