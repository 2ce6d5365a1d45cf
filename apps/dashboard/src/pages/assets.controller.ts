import { Controller, Get, Param, Res } from '@nestjs/common'
import type { Response } from 'express'
import { notFound } from '../http/api-error.js'
import { assets } from '../web/site.js'

const byPath = new Map(Object.values(assets).map((asset) => [asset.path, asset]))

/** Style, script and icon; their names change with their content, so browsers keep them. */
@Controller('assets')
export class AssetsController {
  @Get(':name')
  read(@Param('name') name: string, @Res() response: Response): void {
    const asset = byPath.get(`/assets/${name}`)
    if (asset === undefined) throw notFound('That file')
    response.setHeader('cache-control', 'public, max-age=31536000, immutable')
    response.setHeader('content-type', asset.type)
    response.send(asset.bytes)
  }
}
