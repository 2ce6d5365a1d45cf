import { collectDefaultMetrics, Registry } from 'prom-client'

/** A registry of its own, not the library's global one, with what Node tells about the process. */
export const createRegistry = (service: string): Registry => {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  return registry
}
