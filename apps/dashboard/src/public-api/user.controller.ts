import { Controller, Get, Inject, Param } from '@nestjs/common'
import { notFound } from '../http/api-error.js'
import { pathId } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { readUser } from '../queries/user-detail.js'
import { userDetail } from '../replies/user.js'

export const userRoute: RouteDescription = {
  method: 'get',
  path: '/api/users/{id}',
  summary: 'A user, or a core, in every repository that is hosted here',
  params: { id: 'the user’s log or a core' },
  reply: userDetail,
  errors: [400, 404],
}

@Controller('api/users/:id')
export class UserController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  async read(@Param('id') id: string) {
    const user = await readUser(this.parts.pool, pathId(id))
    if (user === undefined) throw notFound('That user')
    return user
  }
}
