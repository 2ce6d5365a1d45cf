import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { z } from 'zod'
import { cursor, filterText, limit, parseRequest, single } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { numberAndId } from '../queries/cursor.js'
import { listThreads } from '../queries/thread-list.js'
import { pageOf } from '../replies/author.js'
import { threadKind, threadSummary } from '../replies/thread.js'
import { hostedLog } from './hosted-log.js'

const emptyIsNone = (value: unknown): unknown => (value === '' ? undefined : value)

export const threadsQuery = z.object({
  limit,
  after: cursor(numberAndId),
  kind: single(z.preprocess(emptyIsNone, threadKind.optional())),
  state: single(z.preprocess(emptyIsNone, z.enum(['open', 'closed', 'merged', 'all']).optional())),
  label: z
    .preprocess(
      (value) => (typeof value === 'string' ? [value] : value),
      z.array(z.string().max(300)).max(10).optional(),
    )
    .transform((labels) => labels?.filter((label) => label !== '')),
  author: filterText,
  assignee: filterText,
  q: filterText,
  sort: single(z.preprocess(emptyIsNone, z.enum(['newest', 'oldest', 'updated']).optional())),
})

export const threadsRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/threads',
  summary: 'Issues and pulls; several labels must all be there',
  params: { id: 'the repository' },
  query: threadsQuery,
  reply: pageOf(threadSummary),
  errors: [400, 404],
}

@Controller('api/repositories/:id/threads')
export class ThreadsController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async list(@Param('id') id: string, @Query() query: unknown) {
    return listThreads(this.parts.pool, await hostedLog(this.parts.pool, id), parseRequest(threadsQuery, query))
  }
}
