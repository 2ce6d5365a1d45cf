import { Body, Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import { parseRequest } from '../http/parse-request.js'
import { hostBody, hostRepository } from '../operator-api/host-repository.controller.js'
import { stopRepository } from '../operator-api/stop-repository.controller.js'
import { actorOf } from '../operator/require-operator.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { repositoriesQuery } from '../public-api/repositories.controller.js'
import { listRepositories } from '../queries/repository-list.js'
import { operatorRepositoriesPage } from '../web/operator-tables.js'
import { sessionView } from './session-view.js'

@Controller('operator/repositories')
export class RepositoriesPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Req() request: Request, @Query() query: unknown): Promise<string> {
    const list = await listRepositories(this.parts.pool, parseRequest(repositoriesQuery, query))
    return operatorRepositoriesPage(sessionView(request, this.parts.settings), list, this.parts.origins.public())
  }

  @Post()
  async host(@Body() body: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    await hostRepository(this.parts, parseRequest(hostBody, body).id, actorOf(request))
    response.redirect(303, '/operator/repositories')
  }

  @Post(':id/stop')
  async stop(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await stopRepository(this.parts, id, actorOf(request))
    response.redirect(303, '/operator/repositories')
  }
}
