import 'reflect-metadata'
import { createRegistry, type Readiness } from '@hypergit/observability'
import { NestFactory } from '@nestjs/core'
import type { Registry } from 'prom-client'
import { ValidatorModule } from './validator.module.js'
import { validatorMetrics } from './validator-metrics.js'
import { Validator, type ValidatorOptions } from './validator.js'

export interface RunningValidator {
  readonly registry: Registry
  readonly readiness: Readiness
  /** Finishes the jobs in hand and stops; database and queues stay open for their owner. */
  close(): Promise<void>
}

/** Starts a validator. Any number of them may share a database and queues, each with a folder of its own. */
export const createValidator = async (options: ValidatorOptions): Promise<RunningValidator> => {
  const app = await NestFactory.createApplicationContext(ValidatorModule.with(options), {
    logger: false,
    abortOnError: false,
  })
  const validator = app.get(Validator)
  const registry = options.registry ?? createRegistry('validator')
  validatorMetrics(registry, validator)
  return { registry, readiness: validator.readiness(), close: () => app.close() }
}
