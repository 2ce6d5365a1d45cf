import { Controller, Get, Inject, Res } from '@nestjs/common'
import type { Response } from 'express'
import { PARTS, type DashboardParts } from '../parts.js'

/** Whether the process lives, and whether it can serve. Both listeners answer. */
@Controller()
export class HealthController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get('healthz')
  healthz() {
    return { status: 'ok' }
  }

  @Get('readyz')
  async readyz(@Res() response: Response): Promise<void> {
    const answer = await this.parts.readiness.answer()
    response
      .status(answer.ready ? 200 : 503)
      .json({ status: answer.ready ? 'ready' : 'not ready', notReady: answer.notReady })
  }
}
