import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common'
import type { Response } from 'express'
import { notFound } from '../http/api-error.js'
import { parseRequest } from '../http/parse-request.js'
import { shown } from '../ids/shown-id.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { hostedLog } from '../public-api/hosted-log.js'
import { threadQuery } from '../public-api/thread.controller.js'
import { readRepository } from '../queries/repository-detail.js'
import { findThreads, parseThreadReference, readThread } from '../queries/thread-detail.js'
import { threadsPath } from '../web/addresses.js'
import { candidatesPage } from '../web/candidates-page.js'
import { siteOf } from '../web/site-of.js'
import { threadPage } from '../web/thread-page.js'

@Controller('r/:id')
export class ThreadPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get('issues/:thread')
  issue(
    @Param('id') id: string,
    @Param('thread') thread: string,
    @Query() query: unknown,
    @Res() response: Response,
  ): Promise<void> {
    return this.page({ id, kind: 'issue', text: thread, query }, response)
  }

  @Get('pulls/:thread')
  pull(
    @Param('id') id: string,
    @Param('thread') thread: string,
    @Query() query: unknown,
    @Res() response: Response,
  ): Promise<void> {
    return this.page({ id, kind: 'pull', text: thread, query }, response)
  }

  private async page(
    {
      id,
      kind,
      text,
      query,
    }: { readonly id: string; readonly kind: 'issue' | 'pull'; readonly text: string; readonly query: unknown },
    response: Response,
  ): Promise<void> {
    const { pool, settings } = this.parts
    const { after } = parseRequest(threadQuery, query)
    const log = await hostedLog(pool, id)
    const reference = parseThreadReference(text)
    const named = reference === undefined ? [] : await findThreads(pool, log, reference)
    const ofKind = named.filter((thread) => thread.kind === kind)
    const [thread, ...others] = ofKind.length > 0 ? ofKind : named
    if (thread === undefined) throw notFound('That thread')
    if (others.length > 0) {
      response
        .status(300)
        .type('html')
        .send(candidatesPage(siteOf(settings), shown(log.log), named))
      return
    }
    // An issue's number under pulls, or the other way round: the reader is taken to where it is.
    if (thread.kind !== kind) {
      response.redirect(302, `${threadsPath(shown(log.log), thread.kind)}/${text}`)
      return
    }
    const [repository, detail] = await Promise.all([readRepository(pool, log), readThread(pool, log, thread, after)])
    response.type('html').send(threadPage({ site: siteOf(settings), repository, thread: detail }))
  }
}
