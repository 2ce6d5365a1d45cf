import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { z } from 'zod'
import { cursor, parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { effectiveAndId } from '../queries/cursor.js'
import { readThread } from '../queries/thread-detail.js'
import { threadDetail } from '../replies/thread.js'
import { hostedLog } from './hosted-log.js'
import { namedThread } from './named-thread.js'

export const threadQuery = z.object({ after: cursor(effectiveAndId) })

export const threadRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/threads/{thread}',
  summary: 'A thread with its comments, reviews and events in order of effective time',
  params: { id: 'the repository', thread: 'its number, or at least 8 characters of its op in z-base-32' },
  query: threadQuery,
  reply: threadDetail,
  errors: [400, 404, 409],
}

@Controller('api/repositories/:id/threads/:thread')
export class ThreadController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read(@Param('id') id: string, @Param('thread') thread: string, @Query() query: unknown) {
    const { after } = parseRequest(threadQuery, query)
    const log = await hostedLog(this.parts.pool, id)
    return readThread(this.parts.pool, log, await namedThread(this.parts.pool, log, thread), after)
  }
}
