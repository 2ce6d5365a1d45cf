import { Gauge, type Registry } from 'prom-client'
import type { Validator } from './validator.js'

/** What Prometheus is told of a validator; read when it asks. */
export const validatorMetrics = (registry: Registry, validator: Validator): void => {
  registry.registerMetric(
    new Gauge({
      name: 'hypergit_validator_open_logs',
      help: 'Logs whose state is open.',
      registers: [],
      collect() {
        this.set(validator.openLogs)
      },
    }),
  )
  registry.registerMetric(
    new Gauge({
      name: 'hypergit_validator_partitions',
      help: 'Partitions that this process holds the lease of.',
      registers: [],
      collect() {
        this.set(validator.held().length)
      },
    }),
  )
}
