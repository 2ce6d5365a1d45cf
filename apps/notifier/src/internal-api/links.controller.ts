import { Body, Controller, Get, HttpCode, Inject, NotFoundException, Param, Post, UseGuards } from '@nestjs/common'
import { z } from 'zod'
import { NOTIFIER_PARTS, type NotifierParts } from '../notifier-parts.js'
import { showLink, useLink } from '../subscriptions/follow-link.js'
import type { LinkPage } from '../subscriptions/link-page.js'
import { levels } from '../subscriptions/subscription.js'
import { isLinkKind, linkKinds, type LinkKind } from '../tokens/link-token.js'
import { parseRequest } from './bad-request.js'
import { InternalTokenGuard } from './internal-token.guard.js'

// A mail program's one-click POST carries fields of its own, which say nothing that the link does not.
const form = z.object({ level: z.enum(levels).optional() }).catch({})

/** What is behind the links of mails; the dashboard renders the pages. The answer's `status` says whether the link does anything. */
@Controller('internal/tokens/:kind/:token')
@UseGuards(InternalTokenGuard)
export class LinksController {
  constructor(@Inject(NOTIFIER_PARTS) private readonly parts: NotifierParts) {}

  @Get()
  show(@Param('kind') kind: string, @Param('token') token: string): Promise<LinkPage> {
    const { sql, keys, now } = this.parts
    return showLink(sql, keys, knownKind(kind), token, now())
  }

  @Post()
  @HttpCode(200)
  use(@Param('kind') kind: string, @Param('token') token: string, @Body() given: unknown): Promise<LinkPage> {
    const { sql, keys, now } = this.parts
    const { level } = parseRequest(form, given ?? {})
    return useLink(sql, keys, knownKind(kind), token, level === undefined ? {} : { level }, now())
  }
}

function knownKind(kind: string): LinkKind {
  if (isLinkKind(kind)) return kind
  throw new NotFoundException({
    error: { code: 'not-found', message: `a kind of link is expected: ${linkKinds.join(', ')}` },
  })
}
