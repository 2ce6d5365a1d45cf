import { Controller, Get, Inject } from '@nestjs/common'
import { operatorRoutes } from '../operator-api/routes.js'
import { PARTS, type DashboardParts } from '../parts.js'
import { openApiDocument } from './openapi.js'
import { publicRoutes } from './routes.js'

@Controller('api/openapi.json')
export class OpenApiController {
  private readonly document: unknown

  constructor(@Inject(PARTS) parts: DashboardParts) {
    this.document = openApiDocument([...publicRoutes, ...operatorRoutes], parts.settings.mirrorName)
  }

  @Get()
  read(): unknown {
    return this.document
  }
}
