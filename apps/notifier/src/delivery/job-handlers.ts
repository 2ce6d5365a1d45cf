import type { Handlers } from '@hypergit/queues'
import type { NotifierMetrics } from '../notifier-metrics.js'
import { keepNames } from '../people/keep-names.js'
import { planPersonNotices } from '../people/plan-person-notices.js'
import { planEvents } from '../planning/plan-events.js'
import type { TransactionalSql } from '../schema/sql.js'
import { deliverMail, type Delivery } from './deliver-mail.js'
import type { MailHints } from './mail-hints.js'

export interface HandlerParts {
  readonly sql: TransactionalSql
  readonly delivery: Delivery
  readonly hints: MailHints
  readonly holdBackMs: number
  readonly metrics: NotifierMetrics
}

/** Fails the job, so that the queue brings it again after its backoff. Says nothing about the recipient. */
export class MailNotTaken extends Error {
  readonly code = 'MAIL_NOT_TAKEN'
}

/** What the notifier does with its jobs. */
export function jobHandlers({ sql, delivery, hints, holdBackMs, metrics }: HandlerParts): Handlers<'notifier'> {
  return {
    async events(job) {
      const { mailIds } = await planEvents(sql, job, { nowMs: delivery.now(), holdBackMs })
      metrics.planned.inc(mailIds.length)
      await hints.send(mailIds, holdBackMs)
    },
    async notices(job) {
      const { mailIds } = await planPersonNotices(sql, job, delivery.now())
      metrics.planned.inc(mailIds.length)
      await hints.send(mailIds, 0)
    },
    names: (job) => keepNames(sql, job),
    async mail({ mailId }) {
      const delivered = await deliverMail(delivery, mailId)
      if (delivered.state === 'none') return
      metrics.settled.inc({ state: delivered.state })
      if (delivered.state === 'held') throw new MailNotTaken('the mail server took nothing; the outbox says why')
    },
  }
}
