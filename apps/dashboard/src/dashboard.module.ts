import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common'
import { Inject } from '@nestjs/common'
import { createDashboard, type Dashboard, type DashboardOptions } from './create-dashboard.js'

/** Nest's token for the running dashboard. */
export const DASHBOARD = Symbol('dashboard')

/** The dashboard as a part of a larger Nest application: it serves when the application is made and stops with it. */
@Module({})
export class DashboardModule implements OnApplicationShutdown {
  constructor(@Inject(DASHBOARD) private readonly dashboard: Dashboard) {}

  static with(options: DashboardOptions): DynamicModule {
    return {
      module: DashboardModule,
      providers: [{ provide: DASHBOARD, useFactory: () => createDashboard(options) }],
      exports: [DASHBOARD],
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.dashboard.close()
  }
}
