import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common'
import type { Response } from 'express'
import { PARTS, type DashboardParts } from '../parts.js'
import { hostedLog } from '../public-api/hosted-log.js'
import { listModeration } from '../queries/moderation.js'
import { readRepository } from '../queries/repository-detail.js'
import { listThreads } from '../queries/thread-list.js'
import { atomFeed } from '../web/atom-feed.js'
import { repositoryPage } from '../web/repository-page.js'
import { siteOf } from '../web/site-of.js'

const moderationShown = 20
const feedLength = 30

@Controller('r')
export class RepositoryPageController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get(':id.atom')
  async feed(@Param('id') id: string, @Res() response: Response): Promise<void> {
    const { pool, origins } = this.parts
    const log = await hostedLog(pool, id)
    const [repository, threads] = await Promise.all([
      readRepository(pool, log),
      listThreads(pool, log, { limit: feedLength, sort: 'updated' }),
    ])
    response.type('application/atom+xml').send(atomFeed(origins.public(), repository, threads.items))
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  async read(@Param('id') id: string): Promise<string> {
    const { pool, settings } = this.parts
    const log = await hostedLog(pool, id)
    const [repository, moderation] = await Promise.all([
      readRepository(pool, log),
      listModeration(pool, log, { limit: moderationShown }),
    ])
    return repositoryPage({
      site: siteOf(settings),
      repository,
      moderation: moderation.items,
      bootstrap: settings.bootstrap(),
    })
  }
}
