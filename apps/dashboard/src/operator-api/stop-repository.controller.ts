import { Controller, Delete, Inject, Param, Req } from '@nestjs/common'
import type { Request } from 'express'
import type { z } from 'zod'
import { ApiError } from '../http/api-error.js'
import { pathLog } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { shown } from '../ids/shown-id.js'
import { actorOf } from '../operator/require-operator.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { hostReply } from './host-repository.controller.js'

export const stopRoute: RouteDescription = {
  method: 'delete',
  path: '/api/operator/repositories/{id}',
  summary: 'Stop hosting a repository: its pages are gone, what is stored stays',
  params: { id: 'the repository' },
  reply: hostReply,
  errors: [400, 404],
  operator: true,
}

/** Stops hosting, and writes down who wanted it. Throws an ApiError when it was never hosted. */
export const stopRepository = async (
  parts: DashboardParts,
  text: string,
  who: string,
): Promise<z.infer<typeof hostReply>> => {
  const log = pathLog(text)
  const result = await parts.hosted.stop(log)
  if (result === undefined) throw new ApiError(404, 'not-hosted', 'This mirror does not host that repository.')
  if (result.changed)
    await parts.audit.add({
      who,
      action: 'repository.stop',
      subject: shown(log),
      detail: { version: result.state.version },
    })
  return { id: shown(log), link: `hypergit://${shown(log)}`, host: false, changed: result.changed }
}

@Controller('api/operator/repositories/:id')
export class StopRepositoryController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Delete()
  stop(@Param('id') id: string, @Req() request: Request) {
    return stopRepository(this.parts, id, actorOf(request))
  }
}
