import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common'
import type { Request } from 'express'
import { parseRequest } from '../http/parse-request.js'
import { claimsQuery, listClaims } from '../operator/claims.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { claimsPage } from '../web/operator-claims.js'
import { sessionView } from './session-view.js'

@Controller('operator/claims')
export class ClaimsPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Req() request: Request, @Query() query: unknown): Promise<string> {
    const { pool, settings, origins } = this.parts
    const parsed = parseRequest(claimsQuery, query)
    const publicUrl = origins.public()
    const list = await listClaims(pool, parsed, publicUrl)
    return claimsPage(sessionView(request, settings), list, parsed.problem, publicUrl)
  }
}
