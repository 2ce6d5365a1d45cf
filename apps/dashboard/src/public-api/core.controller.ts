import { Controller, Get, Inject, Param } from '@nestjs/common'
import { notFound } from '../http/api-error.js'
import { pathId } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { readCore } from '../queries/core-detail.js'
import { coreDetail } from '../replies/core.js'
import { hostedLog } from './hosted-log.js'

export const coreRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/cores/{core}',
  summary: 'Who a core of the repository is, and why: its claims, what the user’s log says, pairs, strikes',
  params: { id: 'the repository', core: 'the core' },
  reply: coreDetail,
  errors: [400, 404],
}

@Controller('api/repositories/:id/cores/:core')
export class CoreController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read(@Param('id') id: string, @Param('core') core: string) {
    const detail = await readCore(this.parts.pool, await hostedLog(this.parts.pool, id), pathId(core))
    if (detail === undefined) throw notFound('That core')
    return detail
  }
}
