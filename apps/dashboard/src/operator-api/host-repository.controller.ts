import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { parseRequest, pathLog } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { shown } from '../ids/shown-id.js'
import { actorOf } from '../operator/require-operator.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { shownId } from '../replies/author.js'

export const hostBody = z.object({ id: z.string({ error: 'the id or the link of a repository is expected' }).max(200) })

export const hostReply = z.object({ id: shownId, link: z.string(), host: z.boolean(), changed: z.boolean() })

export const hostRoute: RouteDescription = {
  method: 'post',
  path: '/api/operator/repositories',
  summary: 'Host a repository; 201 when it was not hosted, 200 when it was',
  body: hostBody,
  status: 201,
  reply: hostReply,
  errors: [400],
  operator: true,
}

/** Hosts a repository, and writes down who wanted it. */
export const hostRepository = async (
  parts: DashboardParts,
  text: string,
  who: string,
): Promise<z.infer<typeof hostReply>> => {
  const log = pathLog(text)
  const { state, changed } = await parts.hosted.host(log)
  if (changed)
    await parts.audit.add({ who, action: 'repository.host', subject: shown(log), detail: { version: state.version } })
  return { id: shown(log), link: `hypergit://${shown(log)}`, host: true, changed }
}

@Controller('api/operator/repositories')
export class HostRepositoryController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Post()
  async host(@Body() body: unknown, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    const reply = await hostRepository(this.parts, parseRequest(hostBody, body).id, actorOf(request))
    response.status(reply.changed ? 201 : 200)
    return reply
  }
}
