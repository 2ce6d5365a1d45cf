import { isHexId, type UserId } from '@hypergit/domain'
import {
  Body,
  Controller,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  ServiceUnavailableException,
  UseGuards,
} from '@nestjs/common'
import { z } from 'zod'
import { bounds } from '../bounds.js'
import { NOTIFIER_PARTS, type NotifierParts } from '../notifier-parts.js'
import { challengeLength, makeChallenge } from '../people/address-challenge.js'
import { bindAddress, type BindingOutcome } from '../people/bind-address.js'
import { parseRequest } from './bad-request.js'
import { InternalTokenGuard } from './internal-token.guard.js'

/** An attestation with a chain of at most 8 is shorter. */
const proofCharactersMax = 8_192

const body = z.object({
  email: z.string().max(1_000),
  challenge: z.string().max(4 * challengeLength),
  proof: z
    .base64()
    .max(proofCharactersMax)
    .transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
  client: z.string().max(200).default(''),
})

/** Binding an address to a user: a challenge, and what a device of the user's signed over it. */
@Controller('internal/users/:user')
@UseGuards(InternalTokenGuard)
export class UsersController {
  constructor(@Inject(NOTIFIER_PARTS) private readonly parts: NotifierParts) {}

  @Post('challenge')
  @HttpCode(200)
  challenge(@Param('user') user: string): { challenge: string; origin: string; expiresAt: number } {
    const { keys, now } = this.parts
    const expiresAt = now() + bounds.challengeLastsMs
    return { challenge: makeChallenge(keys.all[0], knownUser(user), expiresAt), origin: this.#origin(), expiresAt }
  }

  /** Always 202; the outcome says why nothing will be sent, and the dashboard tells outsiders only what is wrong with the proof. */
  @Post('addresses')
  @HttpCode(202)
  async bind(@Param('user') user: string, @Body() given: unknown): Promise<BindingOutcome> {
    const { sql, keys, hints, now } = this.parts
    const request = { user: knownUser(user), ...parseRequest(body, given) }
    const outcome = await bindAddress(sql, keys, this.#origin(), request, now())
    if (outcome.outcome === 'confirmation-planned') await hints.send([outcome.mailId], 0)
    return outcome
  }

  #origin(): string {
    const origin = this.parts.publicUrl()
    if (origin === undefined)
      throw new ServiceUnavailableException({
        error: { code: 'unavailable', message: 'this mirror does not know yet how it is reached' },
      })
    return new URL(origin).origin
  }
}

function knownUser(user: string): UserId {
  if (isHexId(user)) return user as UserId
  throw new NotFoundException({
    error: { code: 'not-found', message: '64 lower-case hexadecimal digits are expected' },
  })
}
