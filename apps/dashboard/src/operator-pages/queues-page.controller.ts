import { Controller, Get, Header, Inject, Req } from '@nestjs/common'
import type { Request } from 'express'
import { PARTS, type DashboardParts } from '../parts.js'
import { queuesPage } from '../web/operator-tables.js'
import { sessionView } from './session-view.js'

@Controller('operator/queues')
export class QueuesPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Req() request: Request): Promise<string> {
    const { queues, settings } = this.parts
    return queuesPage(sessionView(request, settings), queues.describe().text, await queues.counts())
  }
}
