import { Controller, Get, Header, Inject, Query } from '@nestjs/common'
import { parseRequest } from '../http/parse-request.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { searchQuery } from '../public-api/search.controller.js'
import { search } from '../queries/search.js'
import { searchPage } from '../web/search-page.js'
import { siteOf } from '../web/site-of.js'

@Controller('search')
export class SearchPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Query() query: unknown): Promise<string> {
    const { q, limit, after } = parseRequest(searchQuery, query)
    const site = siteOf(this.parts.settings)
    if (q === undefined) return searchPage({ site, q, hits: [], next: undefined })
    const { items, next } = await search(this.parts.pool, { q, limit, offset: after?.[0] ?? 0 })
    return searchPage({ site, q, hits: items, next })
  }
}
