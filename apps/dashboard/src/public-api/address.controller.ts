import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common'
import type { Request } from 'express'
import { z } from 'zod'
import { ApiError } from '../http/api-error.js'
import { clientMark } from '../http/client-mark.js'
import { parseRequest, pathId } from '../http/parse-request.js'
import type { RouteDescription } from '../http/route-description.js'
import { NotifierUnavailable } from '../notifier/notifier-client.js'
import { PARTS, type DashboardParts } from '../parts.js'

/** An attestation with a chain of at most 8 is shorter. */
const proofCharactersMax = 8_192

export const addressBody = z.object({
  email: z.string({ error: 'a mail address is expected' }).max(320, { error: 'at most 320 characters are expected' }),
  challenge: z.string().max(400),
  proof: z
    .base64({ error: 'base64 is expected' })
    .max(proofCharactersMax)
    .meta({ description: 'what a device of the user attests, see docs/protocol.md, “Mail addresses”' }),
})

const user = { id: 'the user’s log' }

export const challengeRoute: RouteDescription = {
  method: 'post',
  path: '/api/users/{id}/challenge',
  summary: 'What a user signs to have a mail address told what they should hear of themselves',
  params: user,
  reply: z.object({ challenge: z.string(), origin: z.string(), expiresAt: z.number() }),
  errors: [400, 429, 503],
}

export const addressRoute: RouteDescription = {
  method: 'post',
  path: '/api/users/{id}/subscriptions',
  summary:
    'Binds a mail address to a user. The same answer whatever is known of the address; a mail to it asks to confirm',
  params: user,
  body: addressBody,
  status: 202,
  reply: z.object({ status: z.literal('accepted') }),
  errors: [400, 403, 429, 503],
}

@Controller('api/users/:id')
export class AddressController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Post('challenge')
  @HttpCode(200)
  challenge(@Param('id') id: string) {
    const found = pathId(id)
    return this.#asking(() => this.parts.notifier.challenge(found))
  }

  @Post('subscriptions')
  @HttpCode(202)
  async bind(@Param('id') id: string, @Body() body: unknown, @Req() request: Request) {
    const found = pathId(id)
    const given = parseRequest(addressBody, body)
    const client = clientMark(this.parts.settings.internalToken, request)
    const problem = await this.#asking(() => this.parts.notifier.bindAddress(found, { ...given, client }))
    if (problem !== undefined) throw new ApiError(403, 'not-proven', `Nothing was bound: ${problem}.`)
    return { status: 'accepted' as const }
  }

  async #asking<Value>(ask: () => Promise<Value>): Promise<Value> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof NotifierUnavailable)) throw error
      this.parts.log.warn({ err: error }, 'an address could not be bound')
      throw new ApiError(503, 'unavailable', 'Addresses are not taken at the moment: try again later.')
    }
  }
}
