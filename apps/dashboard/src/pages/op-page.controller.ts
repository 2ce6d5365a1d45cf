import { blacklistingOf } from '@hypergit/domain'
import { Controller, Get, Header, Inject, Param } from '@nestjs/common'
import { PARTS, type DashboardParts } from '../parts.js'
import { hostedLog } from '../public-api/hosted-log.js'
import { namedOp } from '../public-api/named-op.js'
import { readOp, readOps } from '../queries/op-detail.js'
import { readRepository } from '../queries/repository-detail.js'
import { opPage } from '../web/op-page.js'
import { siteOf } from '../web/site-of.js'

@Controller('r/:id/ops/:op')
export class OpPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Param('id') id: string, @Param('op') text: string): Promise<string> {
    const { pool, settings, origins } = this.parts
    const log = await hostedLog(pool, id)
    const named = await namedOp(pool, log, text)
    const [repository, op, blacklisting] = await Promise.all([
      readRepository(pool, log),
      readOp(pool, log, named),
      blacklistingOf(named, (ids) => readOps(pool, log, ids)),
    ])
    return opPage({ site: siteOf(settings), repository, op, blacklisting, origin: origins.public() })
  }
}
