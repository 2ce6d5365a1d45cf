import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { forksQuery } from '../public-api/forks.controller.js'
import { hostedLog } from '../public-api/hosted-log.js'
import { listForks } from '../queries/forks.js'
import { readRepository } from '../queries/repository-detail.js'
import { forksPage } from '../web/forks-page.js'
import { siteOf } from '../web/site-of.js'

@Controller('r/:id/forks')
export class ForksPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Param('id') id: string, @Query() query: unknown): Promise<string> {
    const { pool, settings } = this.parts
    const log = await hostedLog(pool, id)
    const [repository, forks] = await Promise.all([
      readRepository(pool, log),
      listForks(pool, log, parseRequest(forksQuery, query)),
    ])
    return forksPage({ site: siteOf(settings), repository, forks })
  }
}
