import { Controller, Get, Header, Inject, Param } from '@nestjs/common'
import { notFound } from '../http/api-error.js'
import { pathId } from '../http/parse-request.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { hostedLog } from '../public-api/hosted-log.js'
import { readCore } from '../queries/core-detail.js'
import { readRepository } from '../queries/repository-detail.js'
import { corePage } from '../web/core-page.js'
import { siteOf } from '../web/site-of.js'

@Controller('r/:id/cores/:core')
export class CorePageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Param('id') id: string, @Param('core') text: string): Promise<string> {
    const { pool, settings } = this.parts
    const log = await hostedLog(pool, id)
    const [repository, core] = await Promise.all([readRepository(pool, log), readCore(pool, log, pathId(text))])
    if (core === undefined) throw notFound('That core')
    return corePage({ site: siteOf(settings), repository, core })
  }
}
