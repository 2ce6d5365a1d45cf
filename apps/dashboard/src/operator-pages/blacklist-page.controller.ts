import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common'
import type { Request } from 'express'
import { parseRequest } from '../http/parse-request.js'
import { byIds } from '../operator-api/list-queries.js'
import { listBlacklist } from '../operator/lists.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { blacklistPage } from '../web/operator-tables.js'
import { sessionView } from './session-view.js'

@Controller('operator/blacklist')
export class BlacklistPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Req() request: Request, @Query() query: unknown): Promise<string> {
    const list = await listBlacklist(this.parts.pool, parseRequest(byIds, query))
    return blacklistPage(sessionView(request, this.parts.settings), list, this.parts.origins.public())
  }
}
