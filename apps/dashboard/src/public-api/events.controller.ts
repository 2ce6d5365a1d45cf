import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import { ApiError } from '../http/api-error.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { hostedLog } from './hosted-log.js'

export const eventsRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/events',
  summary:
    'What changes, as it does: events `change` with {epoch, number, threads, ops, more}; `more`: ask for everything again',
  params: { id: 'the repository' },
  replyType: 'text/event-stream',
  errors: [400, 404, 503],
}

@Controller('api/repositories/:id/events')
export class EventsController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async stream(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { log } = await hostedLog(this.parts.pool, id)
    if (this.parts.streams.start(log, request.ip ?? '', response)) return
    throw new ApiError(503, 'unavailable', 'Too many streams are open here: ask again later.')
  }
}
