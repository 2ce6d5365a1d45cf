import type { Producer } from '@hypergit/queues'
import { bounds } from '../bounds.js'

/**
 * Tells the workers which mails to look at. A hint that is lost costs time and nothing else, since the sweep hints again at what is due; so an
 * unreachable queue is reported and does not undo what SQL holds.
 */
export class MailHints {
  constructor(
    private readonly mail: Pick<Producer<'mail'>, 'send'>,
    private readonly onProblem: (problem: Error) => void,
  ) {}

  async send(mailIds: readonly string[], delayMs: number): Promise<void> {
    for (let from = 0; from < mailIds.length; from += bounds.hintsAtOnce) {
      const some = mailIds.slice(from, from + bounds.hintsAtOnce)
      const results = await Promise.allSettled(
        some.map((mailId) => this.mail.send({ mailId }, delayMs > 0 ? { delayMs } : {})),
      )
      const failed = results.find((result) => result.status === 'rejected')
      if (failed === undefined) continue
      this.onProblem(
        new Error('mails wait for the sweep, since the queue does not take their jobs', { cause: failed.reason }),
      )
      return
    }
  }
}
