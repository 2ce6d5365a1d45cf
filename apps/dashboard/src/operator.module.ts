import { Module, type DynamicModule } from '@nestjs/common'
import { AuditController } from './operator-api/audit.controller.js'
import { BlacklistController } from './operator-api/blacklist.controller.js'
import { ClaimsController } from './operator-api/claims.controller.js'
import { HostRepositoryController } from './operator-api/host-repository.controller.js'
import { MailController } from './operator-api/mail.controller.js'
import { OperatorMetricsController } from './operator-api/operator-metrics.controller.js'
import { OverviewController } from './operator-api/overview.controller.js'
import { PeersController } from './operator-api/peers.controller.js'
import { QueuesController } from './operator-api/queues.controller.js'
import { ReportsController } from './operator-api/reports.controller.js'
import { SettingsController } from './operator-api/settings.controller.js'
import { StopRepositoryController } from './operator-api/stop-repository.controller.js'
import { BlacklistPageController } from './operator-pages/blacklist-page.controller.js'
import { ClaimsPageController } from './operator-pages/claims-page.controller.js'
import { OutboxPageController } from './operator-pages/outbox-page.controller.js'
import { OverviewPageController } from './operator-pages/overview-page.controller.js'
import { PeersPageController } from './operator-pages/peers-page.controller.js'
import { QueuesPageController } from './operator-pages/queues-page.controller.js'
import { RepositoriesPageController } from './operator-pages/repositories-page.controller.js'
import { RootController } from './operator-pages/root.controller.js'
import { SignInController } from './operator-pages/sign-in.controller.js'
import { AssetsController } from './pages/assets.controller.js'
import { PARTS, type DashboardParts } from './parts.js'
import { HealthController } from './public-api/health.controller.js'
import { RepositoriesController } from './public-api/repositories.controller.js'
import { RepositoryController } from './public-api/repository.controller.js'

/** What only the operator reaches: the operator's pages, their API, and metrics; with the public answers about repositories beside them. */
@Module({
  controllers: [
    RootController,
    SignInController,
    OverviewPageController,
    RepositoriesPageController,
    QueuesPageController,
    PeersPageController,
    BlacklistPageController,
    ClaimsPageController,
    OutboxPageController,
    AssetsController,
    HostRepositoryController,
    StopRepositoryController,
    OverviewController,
    QueuesController,
    PeersController,
    BlacklistController,
    ClaimsController,
    ReportsController,
    MailController,
    AuditController,
    SettingsController,
    OperatorMetricsController,
    HealthController,
    // A peer that knows the operator's address alone asks there how far the mirror is.
    RepositoriesController,
    RepositoryController,
  ],
})
export class OperatorModule {
  static with(parts: DashboardParts): DynamicModule {
    return { module: OperatorModule, providers: [{ provide: PARTS, useValue: parts }] }
  }
}
