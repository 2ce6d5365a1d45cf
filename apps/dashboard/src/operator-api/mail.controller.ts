import { Controller, Get, Inject, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { listMail } from '../operator/outbox.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { byForeignCursor } from './list-queries.js'

export const mailRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/mail',
  summary: 'The outbox of the notifier',
  query: byForeignCursor,
  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/mail')
export class MailController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  read(@Query() query: unknown) {
    return listMail(this.parts, parseRequest(byForeignCursor, query))
  }
}
