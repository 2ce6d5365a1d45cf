import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common'
import { NOTIFIER_PARTS, type NotifierParts } from '../notifier-parts.js'

/** For whoever watches the process; says nothing about anybody, so it needs no secret. */
@Controller()
export class HealthController {
  constructor(@Inject(NOTIFIER_PARTS) private readonly parts: NotifierParts) {}

  @Get('healthz')
  alive(): { readonly status: 'ok' } {
    return { status: 'ok' }
  }

  @Get('readyz')
  async ready(): Promise<{ readonly status: 'ready' }> {
    const notReady = await this.parts.notReady()
    if (notReady.length === 0) return { status: 'ready' }
    throw new ServiceUnavailableException({ status: 'not-ready', notReady })
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.parts.registry.metrics()
  }
}
