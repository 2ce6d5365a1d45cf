import { Body, Controller, HttpCode, Inject, Post, UseGuards } from '@nestjs/common'
import { isHexId, type LogId, type OpId } from '@hypergit/domain'
import { z } from 'zod'
import { NOTIFIER_PARTS, type NotifierParts } from '../notifier-parts.js'
import { requestSubscription, type RequestOutcome } from '../subscriptions/request-subscription.js'
import { levels } from '../subscriptions/subscription.js'
import { parseRequest } from './bad-request.js'
import { InternalTokenGuard } from './internal-token.guard.js'

const hexId = <Id extends string>() =>
  z.custom<Id>((value) => typeof value === 'string' && isHexId(value), {
    error: '64 lower-case hexadecimal digits are expected',
  })

const body = z.object({
  log: hexId<LogId>(),
  thread: hexId<OpId>(),
  threadTitle: z.string().max(4_096).default(''),
  email: z.string().max(1_000),
  level: z.enum(levels).default('all'),
  /** Opaque mark of the reader's address, for the limit per client; without it that limit counts all who have none together. */
  client: z.string().max(200).default(''),
})

@Controller('internal/subscriptions')
@UseGuards(InternalTokenGuard)
export class SubscriptionsController {
  constructor(@Inject(NOTIFIER_PARTS) private readonly parts: NotifierParts) {}

  /** Always 202; only the dashboard sees what became of it, and tells nobody. */
  @Post()
  @HttpCode(202)
  async request(@Body() given: unknown): Promise<RequestOutcome> {
    const { sql, hints, now } = this.parts
    const outcome = await requestSubscription(sql, parseRequest(body, given), now())
    if (outcome.outcome === 'confirmation-planned') await hints.send([outcome.mailId], 0)
    return outcome
  }
}
