import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { z } from 'zod'
import { cursor, limit, parseRequest } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { idAlone } from '../queries/cursor.js'
import { listPeople } from '../queries/people-list.js'
import { pageOf } from '../replies/author.js'
import { roleHolder } from '../replies/repository.js'
import { hostedLog } from './hosted-log.js'

export const peopleQuery = z.object({ limit, after: cursor(idAlone) })

export const peopleRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}/people',
  summary: 'Everyone who has a core in the repository, by their first-linked one, with role and declared git rights',
  params: { id: 'the repository' },
  query: peopleQuery,
  reply: pageOf(roleHolder),
  errors: [400, 404],
}

@Controller('api/repositories/:id/people')
export class PeopleController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async list(@Param('id') id: string, @Query() query: unknown) {
    return listPeople(this.parts.pool, await hostedLog(this.parts.pool, id), parseRequest(peopleQuery, query))
  }
}
