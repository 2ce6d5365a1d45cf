import { Gauge, type Registry } from 'prom-client'
import type { Replicator } from './replicator.js'

/** What Prometheus is told of a replicator; read when it asks. */
export const replicatorMetrics = (registry: Registry, replicator: Replicator): void => {
  const gauge = (name: string, help: string, read: () => number): void => {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read())
        },
      }),
    )
  }
  gauge('hypergit_replicator_hosted_logs', 'Logs hosted by this process.', () => replicator.hostedLogs)
  gauge('hypergit_replicator_followed_users', 'User logs followed by this process.', () => replicator.followedUsers)
  gauge(
    'hypergit_replicator_partitions',
    'Partitions that this process holds the lease of.',
    () => replicator.held().length,
  )
  gauge('hypergit_replicator_connections', 'Open connections to peers.', () => replicator.admission().connections)
  gauge('hypergit_replicator_bytes', 'Bytes of blocks that are stored.', () => replicator.admission().bytesTotal)
}
