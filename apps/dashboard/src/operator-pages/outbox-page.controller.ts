import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common'
import type { Request } from 'express'
import { parseRequest } from '../http/parse-request.js'
import { NotifierUnavailable } from '../notifier/notifier-client.js'
import { byForeignCursor } from '../operator-api/list-queries.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { outboxPage } from '../web/operator-tables.js'
import { sessionView } from './session-view.js'

@Controller('operator/outbox')
export class OutboxPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  /** The page is there without the notifier, and says that it does not answer. */
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Req() request: Request, @Query() query: unknown): Promise<string> {
    const mail = await this.parts.notifier.mail(parseRequest(byForeignCursor, query)).catch((error: unknown) => {
      if (error instanceof NotifierUnavailable) return undefined
      throw error
    })
    return outboxPage(sessionView(request, this.parts.settings), mail)
  }
}
