import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common'
import type { Request } from 'express'
import { parseRequest } from '../http/parse-request.js'
import { byIds } from '../operator-api/list-queries.js'
import { listPeers } from '../operator/lists.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { peersPage } from '../web/operator-tables.js'
import { sessionView } from './session-view.js'

@Controller('operator/peers')
export class PeersPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Req() request: Request, @Query() query: unknown): Promise<string> {
    const list = await listPeers(this.parts.pool, parseRequest(byIds, query))
    return peersPage(sessionView(request, this.parts.settings), list)
  }
}
