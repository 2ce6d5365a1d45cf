import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { hostedLog } from '../public-api/hosted-log.js'
import { threadsQuery } from '../public-api/threads.controller.js'
import { readRepository } from '../queries/repository-detail.js'
import { filterChoices } from '../queries/thread-filters.js'
import { countThreads, listThreads } from '../queries/thread-list.js'
import { siteOf } from '../web/site-of.js'
import { threadsPage } from '../web/threads-page.js'

@Controller('r/:id')
export class ThreadsPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get('issues')
  @Header('content-type', 'text/html; charset=utf-8')
  issues(@Param('id') id: string, @Query() query: unknown): Promise<string> {
    return this.page(id, 'issue', query)
  }

  @Get('pulls')
  @Header('content-type', 'text/html; charset=utf-8')
  pulls(@Param('id') id: string, @Query() query: unknown): Promise<string> {
    return this.page(id, 'pull', query)
  }

  private async page(id: string, kind: 'issue' | 'pull', query: unknown): Promise<string> {
    const { pool, settings } = this.parts
    const parsed = parseRequest(threadsQuery, query)
    const filters = { ...parsed, kind, state: parsed.state ?? 'open' }
    const log = await hostedLog(pool, id)
    const [repository, threads, choices, counts] = await Promise.all([
      readRepository(pool, log),
      listThreads(pool, log, filters),
      filterChoices(pool, log, kind),
      countThreads(pool, log, filters),
    ])
    const { state, label, author, assignee, q, sort } = filters
    return threadsPage({
      site: siteOf(settings),
      repository,
      kind,
      threads: threads.items,
      next: threads.next,
      choices,
      counts,
      filters: { state, label, author, assignee, q, sort },
    })
  }
}
