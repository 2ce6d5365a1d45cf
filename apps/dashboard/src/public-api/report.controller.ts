import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common'
import { z } from 'zod'
import { notFound } from '../http/api-error.js'
import { parseRequest, pathId } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { storeReport } from '../operator/reports.js'
import { PARTS, type DashboardParts } from '../parts.js'

export const reportBody = z.object({
  op: z.string().max(200),
  repository: z.string().max(200).optional(),
  reason: z.string({ error: 'a reason is expected' }).trim().min(1, { error: 'a reason is expected' }).max(2_000),
})

export const reportRoute: RouteDescription = {
  method: 'post',
  path: '/api/reports',
  summary: 'A reader reports an op to the operator of this mirror',
  body: reportBody,
  status: 202,
  reply: z.object({ status: z.literal('received') }),
  errors: [400, 404, 429],
}

@Controller('api/reports')
export class ReportController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Post()
  @HttpCode(202)
  async report(@Body() body: unknown) {
    const { op, repository, reason } = parseRequest(reportBody, body)
    const log = repository === undefined ? undefined : pathId(repository)
    if (!(await storeReport(this.parts.pool, { op: pathId(op), log, reason }))) throw notFound('That op')
    return { status: 'received' as const }
  }
}
