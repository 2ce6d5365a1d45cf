import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common'
import type { Response } from 'express'
import { z } from 'zod'
import { ApiError } from '../http/api-error.js'
import { parseRequest } from '../http/parse-request.js'
import type { LinkKind, LinkPage } from '../notifier/link-page.js'
import { NotifierUnavailable } from '../notifier/notifier-client.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { linkPageHtml } from '../web/subscription-pages.js'

const token = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,300}$/, { error: 'this link was cut off: open it again from the mail' })
const form = z.object({ level: z.string().max(20).optional() })

/** Status of a page whose link does nothing. */
const statusOf = (page: LinkPage): number => {
  switch (page.status) {
    case 'ready':
    case 'done':
      return 200
    case 'expired':
    case 'gone':
      return 410
    case 'forged':
      return 404
    default:
      return page.status satisfies never
  }
}

/** The pages behind the links in mails. Mail scanners open every link: a GET shows a page and changes nothing, the button on it is a POST. */
@Controller()
export class LinkController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get('subscriptions/confirm/:token')
  showConfirm(@Param('token') text: string, @Res() response: Response) {
    return this.answer(response, 'confirm', text)
  }

  @Post('subscriptions/confirm/:token')
  confirm(@Param('token') text: string, @Body() body: unknown, @Res() response: Response) {
    return this.answer(response, 'confirm', text, body ?? {})
  }

  @Get('subscriptions/:token')
  showSubscription(@Param('token') text: string, @Res() response: Response) {
    return this.answer(response, 'manage', text)
  }

  @Post('subscriptions/:token')
  change(@Param('token') text: string, @Body() body: unknown, @Res() response: Response) {
    return this.answer(response, 'manage', text, body ?? {})
  }

  @Get('unsubscribe/:token')
  showUnsubscribe(@Param('token') text: string, @Res() response: Response) {
    return this.answer(response, 'unsubscribe', text)
  }

  @Post('unsubscribe/:token')
  unsubscribe(@Param('token') text: string, @Body() body: unknown, @Res() response: Response) {
    return this.answer(response, 'unsubscribe', text, body ?? {})
  }

  private async answer(response: Response, kind: LinkKind, text: string, body?: unknown): Promise<void> {
    const page = await this.ask(kind, parseRequest(token, text), body)
    response.status(statusOf(page)).setHeader('cache-control', 'no-store')
    response.type('html').send(linkPageHtml(this.parts, page))
  }

  private async ask(kind: LinkKind, link: string, body: unknown): Promise<LinkPage> {
    const { notifier, log } = this.parts
    try {
      return body === undefined
        ? await notifier.showLink(kind, link)
        : await notifier.useLink(kind, link, parseRequest(form, body))
    } catch (error) {
      if (!(error instanceof NotifierUnavailable)) throw error
      log.warn({ err: error }, 'a link of a mail could not be answered')
      throw new ApiError(503, 'unavailable', 'Subscriptions cannot be changed at the moment: try again later.')
    }
  }
}
