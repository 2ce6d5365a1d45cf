import { Module, type DynamicModule } from '@nestjs/common'
import { Validator, type ValidatorOptions } from './validator.js'

/** The validator in a Nest application: started with it, closed with it. */
@Module({})
export class ValidatorModule {
  static with(options: ValidatorOptions): DynamicModule {
    return {
      module: ValidatorModule,
      providers: [{ provide: Validator, useFactory: () => Validator.start(options) }],
      exports: [Validator],
    }
  }
}
