import { Controller, Get, Header, Inject, Param } from '@nestjs/common'
import { notFound } from '../http/api-error.js'
import { pathId } from '../http/parse-request.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { readUser } from '../queries/user-detail.js'
import { siteOf } from '../web/site-of.js'
import { userPage } from '../web/user-page.js'

@Controller('u/:id')
export class UserPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Param('id') id: string): Promise<string> {
    const user = await readUser(this.parts.pool, pathId(id))
    if (user === undefined) throw notFound('That user')
    return userPage({ site: siteOf(this.parts.settings), user })
  }
}
