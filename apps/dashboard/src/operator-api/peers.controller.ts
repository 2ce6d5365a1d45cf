import { Controller, Get, Inject, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { listPeers } from '../operator/lists.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { byIds } from './list-queries.js'

export const peersRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/peers',
  summary: 'How each hosted repository replicates, and who is connected',
  query: byIds,
  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/peers')
export class PeersController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  read(@Query() query: unknown) {
    return listPeers(this.parts.pool, parseRequest(byIds, query))
  }
}
