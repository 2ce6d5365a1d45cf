import { Controller, Get, Inject, Param } from '@nestjs/common'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { readRepository } from '../queries/repository-detail.js'
import { repositoryDetail } from '../replies/repository.js'
import { hostedLog } from './hosted-log.js'

export const repositoryRoute: RouteDescription = {
  method: 'get',
  path: '/api/repositories/{id}',
  summary: 'A repository with its roles, its blacklist and its state hash',
  params: { id: 'the repository: z-base-32 or hexadecimal' },
  reply: repositoryDetail,
  errors: [400, 404],
}

@Controller('api/repositories/:id')
export class RepositoryController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read(@Param('id') id: string) {
    return readRepository(this.parts.pool, await hostedLog(this.parts.pool, id))
  }
}
