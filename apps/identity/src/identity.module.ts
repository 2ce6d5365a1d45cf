import { Module, type DynamicModule } from '@nestjs/common'
import { Identity, type IdentityOptions } from './identity.js'

/** The identity service in a Nest application: started with it, closed with it. */
@Module({})
export class IdentityModule {
  static with(options: IdentityOptions): DynamicModule {
    return {
      module: IdentityModule,
      providers: [{ provide: Identity, useFactory: () => Identity.start(options) }],
      exports: [Identity],
    }
  }
}
