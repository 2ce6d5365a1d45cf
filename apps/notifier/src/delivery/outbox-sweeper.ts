import { bounds } from '../bounds.js'
import { pruneOutbox, sweepOutbox } from '../outbox/sweep-outbox.js'
import type { Sql } from '../schema/sql.js'
import type { MailHints } from './mail-hints.js'

export interface SweeperParts {
  readonly sql: Sql
  readonly hints: MailHints
  readonly resumable: boolean
  readonly now: () => number
  readonly onProblem: (problem: Error) => void
}

/** Looks again and again for mails that no job will bring, one sweep at a time, until it is stopped. */
export class OutboxSweeper {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(
    private readonly parts: SweeperParts,
    private readonly everyMs: number = bounds.sweepEveryMs,
  ) {}

  start(): void {
    this.running = this.sweep().then(() => this.later())
  }

  /** Resolves when the sweep in hand is over. */
  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.running
  }

  private later(): void {
    if (!this.stopped) this.timer = setTimeout(() => this.start(), this.everyMs)
  }

  private async sweep(): Promise<void> {
    const { sql, hints, resumable, now, onProblem } = this.parts
    try {
      const { mailIds } = await sweepOutbox(sql, resumable, now())
      await hints.send(mailIds, 0)
      await pruneOutbox(sql, now())
    } catch (cause) {
      onProblem(new Error('a sweep of the outbox failed; the next one tries again', { cause }))
    }
  }
}
