import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { ApiError } from '../http/api-error.js'
import { parseRequest } from '../http/parse-request.js'
import { signIn, signOut } from '../operator/operator-session.js'
import { isOperatorToken } from '../operator/operator-token.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { signInPage } from '../web/sign-in-page.js'
import { siteOf } from '../web/site-of.js'

const form = z.object({ token: z.string().max(512) })

/** A form of another site never signs anybody in: browsers say where a form comes from. */
const fromHere = (request: Request): boolean => {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin } = request.headers
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host)
}

@Controller('operator')
export class SignInController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get('sign-in')
  show(@Req() request: Request, @Res() response: Response): void {
    if (request.session.formToken === undefined) response.type('html').send(signInPage(siteOf(this.parts.settings)))
    else response.redirect(303, '/operator')
  }

  @Post('sign-in')
  async signIn(@Body() body: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (!fromHere(request)) throw new ApiError(403, 'forbidden', 'This form is of another site.')
    const { token } = parseRequest(form, body)
    if (!isOperatorToken(this.parts.settings.operatorTokens, token)) {
      response
        .status(401)
        .type('html')
        .send(signInPage(siteOf(this.parts.settings), 'That is not the operator’s token.'))
      return
    }
    await signIn(request)
    await this.parts.audit.add({
      who: `session ${request.sessionID.slice(0, 8)}`,
      action: 'session.begin',
      subject: 'operator',
      detail: {},
    })
    response.redirect(303, '/operator')
  }

  @Post('sign-out')
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    await signOut(request)
    response.redirect(303, '/operator/sign-in')
  }
}
