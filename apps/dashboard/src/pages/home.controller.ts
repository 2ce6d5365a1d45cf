import { Controller, Get, Header, Inject, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { repositoriesQuery } from '../public-api/repositories.controller.js'
import { listRepositories } from '../queries/repository-list.js'
import { withParameters } from '../web/addresses.js'
import { homePage } from '../web/home-page.js'
import { siteOf } from '../web/site-of.js'

@Controller()
export class HomeController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Query() query: unknown): Promise<string> {
    const parsed = parseRequest(repositoriesQuery, query)
    const { items, next } = await listRepositories(this.parts.pool, parsed)
    return homePage({
      site: siteOf(this.parts.settings),
      repositories: items,
      next: next === undefined ? undefined : `/${withParameters({ q: parsed.q, after: next })}`,
      q: parsed.q ?? (parsed.after === undefined ? undefined : ''),
      bootstrap: this.parts.settings.bootstrap(),
      operatorUrl: this.parts.origins.operator(),
    })
  }
}
