import { Controller, Get, Inject, Param } from '@nestjs/common'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { readOp } from '../queries/op-detail.js'
import { opDetail } from '../replies/op.js'
import { hostedLog } from './hosted-log.js'
import { namedOp } from './named-op.js'

export const opRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/ops/{op}',
  summary: 'An op, its outcome, the rule and the ops that decided it',
  params: { id: 'the repository', op: 'its id, or at least 8 characters of it in z-base-32' },
  reply: opDetail,
  errors: [400, 404, 409],
}

@Controller('api/repositories/:id/ops/:op')
export class OpController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read(@Param('id') id: string, @Param('op') op: string) {
    const log = await hostedLog(this.parts.pool, id)
    return readOp(this.parts.pool, log, await namedOp(this.parts.pool, log, op))
  }
}
