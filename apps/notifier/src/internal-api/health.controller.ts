import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common'
import type { ReadinessAnswer } from '@hypergit/observability'
import { NOTIFIER_PARTS, type NotifierParts } from '../notifier-parts.js'

/** For whoever watches the process; says nothing about anybody, so it needs no secret. */
@Controller()
export class HealthController {
  constructor(@Inject(NOTIFIER_PARTS) private readonly parts: NotifierParts) {}

  @Get('healthz')
  alive(): { readonly alive: true } {
    return { alive: true }
  }

  @Get('readyz')
  async ready(): Promise<ReadinessAnswer> {
    const answer = await this.parts.readiness.answer()
    if (answer.ready) return answer
    throw new ServiceUnavailableException(answer)
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.parts.registry.metrics()
  }
}
