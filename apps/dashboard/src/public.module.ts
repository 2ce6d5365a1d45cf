import { Module, type DynamicModule } from '@nestjs/common'
import { AssetsController } from './pages/assets.controller.js'
import { CorePageController } from './pages/core-page.controller.js'
import { ForksPageController } from './pages/forks-page.controller.js'
import { HomeController } from './pages/home.controller.js'
import { OpPageController } from './pages/op-page.controller.js'
import { RepositoryPageController } from './pages/repository-page.controller.js'
import { SearchPageController } from './pages/search-page.controller.js'
import { ThreadPageController } from './pages/thread-page.controller.js'
import { ThreadsPageController } from './pages/threads-page.controller.js'
import { UserPageController } from './pages/user-page.controller.js'
import { PARTS, type DashboardParts } from './parts.js'
import { AddressController } from './public-api/address.controller.js'
import { CoreController } from './public-api/core.controller.js'
import { EventsController } from './public-api/events.controller.js'
import { EvidenceController } from './public-api/evidence.controller.js'
import { ForksController } from './public-api/forks.controller.js'
import { HealthController } from './public-api/health.controller.js'
import { LinkController } from './public-api/link.controller.js'
import { MetricsController } from './public-api/metrics.controller.js'
import { ModerationController } from './public-api/moderation.controller.js'
import { OpController } from './public-api/op.controller.js'
import { OpenApiController } from './public-api/openapi.controller.js'
import { PeopleController } from './public-api/people.controller.js'
import { ReportController } from './public-api/report.controller.js'
import { RepositoriesController } from './public-api/repositories.controller.js'
import { RepositoryController } from './public-api/repository.controller.js'
import { SearchController } from './public-api/search.controller.js'
import { SubscribeController } from './public-api/subscribe.controller.js'
import { ThreadController } from './public-api/thread.controller.js'
import { ThreadsController } from './public-api/threads.controller.js'
import { UserController } from './public-api/user.controller.js'

/** What everybody reaches: the pages and the public API. */
@Module({
  controllers: [
    HomeController,
    RepositoryPageController,
    CorePageController,
    ForksPageController,
    ThreadsPageController,
    ThreadPageController,
    OpPageController,
    UserPageController,
    SearchPageController,
    AssetsController,
    RepositoriesController,
    RepositoryController,
    ForksController,
    CoreController,
    ThreadsController,
    ThreadController,
    OpController,
    EvidenceController,
    ModerationController,
    PeopleController,
    EventsController,
    UserController,
    SearchController,
    SubscribeController,
    AddressController,
    ReportController,
    LinkController,
    OpenApiController,
    HealthController,
    MetricsController,
  ],
})
export class PublicModule {
  static with(parts: DashboardParts): DynamicModule {
    return { module: PublicModule, providers: [{ provide: PARTS, useValue: parts }] }
  }
}
