import { Controller, Get, Inject } from '@nestjs/common'

import type { RouteDescription } from '../http/route-description.js'
import { effectiveSettings } from '../operator/effective-settings.js'
import { PARTS, type DashboardParts } from '../parts.js'

export const settingsRoute: RouteDescription = {
  method: 'get',
  path: '/api/operator/settings',
  summary: 'The settings in effect, without secrets',

  replyType: 'application/json',
  operator: true,
}

@Controller('api/operator/settings')
export class SettingsController {
  constructor(@Inject(PARTS) private readonly parts: DashboardParts) {}

  @Get()
  read() {
    return effectiveSettings(this.parts)
  }
}
