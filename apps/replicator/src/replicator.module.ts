import { Module, type DynamicModule } from '@nestjs/common'
import { Replicator, type ReplicatorOptions } from './replicator.js'

/** The replicator in a Nest application: started with it, closed with it. */
@Module({})
export class ReplicatorModule {
  static with(options: ReplicatorOptions): DynamicModule {
    return {
      module: ReplicatorModule,
      providers: [{ provide: Replicator, useFactory: () => Replicator.start(options) }],
      exports: [Replicator],
    }
  }
}
