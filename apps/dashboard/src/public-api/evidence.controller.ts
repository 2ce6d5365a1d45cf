import { Controller, Get, Inject, Param } from '@nestjs/common'
import { ApiError } from '../http/api-error.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { readEvidence } from '../queries/op-detail.js'
import { evidence } from '../replies/op.js'
import { hostedLog } from './hosted-log.js'
import { namedOp } from './named-op.js'

export const evidenceRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/ops/{op}/evidence',
  summary: 'What shows that a core is blacklisted for this op: the op, and the ops that decided it',
  params: { id: 'the repository', op: 'the offending op' },
  reply: evidence,
  errors: [400, 404, 409],
}

@Controller('api/repositories/:id/ops/:op/evidence')
export class EvidenceController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read(@Param('id') id: string, @Param('op') op: string) {
    const log = await hostedLog(this.parts.pool, id)
    const found = await readEvidence(this.parts.pool, log, await namedOp(this.parts.pool, log, op))
    if (found === undefined) throw new ApiError(404, 'no-evidence', 'No core is blacklisted for that op.')
    return found
  }
}
