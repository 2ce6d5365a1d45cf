import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { ApiError, notFound } from '../http/api-error.js'
import { parseRequest, pathId } from '../http/parse-request.js'
import { clientMark } from '../http/client-mark.js'
import type { RouteDescription } from '../http/route-description.js'
import { NotifierUnavailable, type SubscriptionRequest } from '../notifier/notifier-client.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { locateThread } from '../queries/thread-detail.js'
import { subscribedPage } from '../web/subscription-pages.js'

export const subscribeBody = z.object({
  email: z.string({ error: 'a mail address is expected' }).max(320, { error: 'at most 320 characters are expected' }),
  level: z.enum(['all', 'comments']).optional(),
})

/** Of a thread's title, what a mail's subject has use for. */
const titleLengthMax = 1_000

const subscribeReply = z.object({ status: z.literal('accepted') })

export const subscribeRoute: RouteDescription = {
  method: 'post',
  path: '/api/threads/{op}/subscriptions',
  summary:
    'Asks for mails about a thread. The same answer whatever is known of the address; a mail to it asks to confirm',
  params: { op: 'the thread’s op' },
  body: subscribeBody,
  status: 202,
  reply: subscribeReply,
  errors: [400, 404, 429, 503],
}

/** Tells the notifier; 503 when it does not answer, because then nothing was accepted. */
const pass = async (parts: DashboardParts, request: SubscriptionRequest): Promise<void> => {
  try {
    await parts.notifier.subscribe(request)
  } catch (error) {
    if (!(error instanceof NotifierUnavailable)) throw error
    parts.log.warn({ err: error }, 'a subscription was not taken')
    throw new ApiError(503, 'unavailable', 'Subscriptions are not taken at the moment: try again later.')
  }
}

@Controller('api/threads/:op/subscriptions')
export class SubscribeController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Post()
  async subscribe(
    @Param('op') op: string,
    @Body() body: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { email, level } = parseRequest(subscribeBody, body)
    const thread = pathId(op)
    const found = await locateThread(this.parts.pool, thread)
    if (found === undefined) throw notFound('That thread')
    const client = clientMark(this.parts.settings.internalToken, request)
    await pass(this.parts, {
      log: found.log,
      thread,
      threadTitle: found.title.slice(0, titleLengthMax),
      email,
      level,
      client,
    })
    response.status(202)
    if (request.is('application/x-www-form-urlencoded') === false) response.json({ status: 'accepted' })
    else response.type('html').send(subscribedPage(this.parts, found))
  }
}
