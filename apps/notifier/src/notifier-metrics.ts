import { Counter, Gauge, type Registry } from 'prom-client'
import type { Sql } from './schema/sql.js'

/** Numbers of the notifier for Prometheus; no label ever holds an address, a thread or a repository. */
export interface NotifierMetrics {
  readonly planned: Counter
  readonly settled: Counter<'state'>
}

export function notifierMetrics(registry: Registry, sql: Sql): NotifierMetrics {
  const waiting = new Gauge({
    name: 'hypergit_notifier_outbox_waiting',
    help: 'Mails that are not settled yet: held, claimed or handed over.',
    registers: [registry],
    async collect() {
      const [row] = await sql.query<{ count: number }>(
        `select count(*)::int as count from notifier.outbox where state in ('held', 'claimed', 'handed')`,
      )
      waiting.set(row?.count ?? 0)
    },
  })
  return {
    planned: new Counter({
      name: 'hypergit_notifier_mails_planned_total',
      help: 'Notifications put into the outbox.',
      registers: [registry],
    }),
    settled: new Counter({
      name: 'hypergit_notifier_mails_tried_total',
      help: 'Attempts to send a mail, by what came of them.',
      labelNames: ['state'],
      registers: [registry],
    }),
  }
}
