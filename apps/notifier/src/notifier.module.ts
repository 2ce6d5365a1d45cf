import { Module, type DynamicModule } from '@nestjs/common'
import { HealthController } from './internal-api/health.controller.js'
import { InternalTokenGuard } from './internal-api/internal-token.guard.js'
import { LinksController } from './internal-api/links.controller.js'
import { MailController } from './internal-api/mail.controller.js'
import { SubscriptionsController } from './internal-api/subscriptions.controller.js'
import { UsersController } from './internal-api/users.controller.js'
import { NOTIFIER_PARTS, type NotifierParts } from './notifier-parts.js'

/** The notifier's internal HTTP API. */
@Module({})
export class NotifierModule {
  static with(parts: NotifierParts): DynamicModule {
    return {
      module: NotifierModule,
      controllers: [HealthController, SubscriptionsController, UsersController, LinksController, MailController],
      providers: [{ provide: NOTIFIER_PARTS, useValue: parts }, InternalTokenGuard],
    }
  }
}
