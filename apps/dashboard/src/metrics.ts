import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** The dashboard's own metrics, in a registry that a mirror in one process may share. */
export interface DashboardMetrics {
  readonly registry: Registry
  readonly streams: Gauge
  readonly requestSeconds: Histogram<'listener' | 'status'>
  readonly changes: Counter<'result'>
  readonly evidence: Counter<'result'>
}

export const openMetrics = (registry: Registry, openStreams: () => number): DashboardMetrics => {
  const registers = [registry]
  const streams = new Gauge({
    name: 'hypergit_dashboard_event_streams',
    help: 'Open streams of server-sent events.',
    registers,
    collect() {
      this.set(openStreams())
    },
  })
  return {
    registry,
    streams,
    requestSeconds: new Histogram({
      name: 'hypergit_dashboard_request_seconds',
      help: 'Time to answer a request, streams left out.',
      labelNames: ['listener', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    }),
    changes: new Counter({
      name: 'hypergit_dashboard_changes_total',
      help: 'Changes jobs by what became of them.',
      labelNames: ['result'],
      registers,
    }),
    evidence: new Counter({
      name: 'hypergit_dashboard_evidence_total',
      help: 'Requests for evidence by what they were answered.',
      labelNames: ['result'],
      registers,
    }),
  }
}
