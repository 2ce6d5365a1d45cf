import { Controller, Get, Inject, Query, UseGuards } from '@nestjs/common'
import { z } from 'zod'
import { NOTIFIER_PARTS, type NotifierParts } from '../notifier-parts.js'
import { listOutbox, type OutboxPage } from '../outbox/list-outbox.js'
import { parseRequest } from './bad-request.js'
import { InternalTokenGuard } from './internal-token.guard.js'

const query = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.uuid().optional(),
})

/** The operator's outbox. */
@Controller('internal/mail')
@UseGuards(InternalTokenGuard)
export class MailController {
  constructor(@Inject(NOTIFIER_PARTS) private readonly parts: NotifierParts) {}

  @Get()
  list(@Query() given: unknown): Promise<OutboxPage> {
    const { limit, after } = parseRequest(query, given)
    return listOutbox(this.parts.sql, limit, after)
  }
}
