import {
  jsonBytes,
  type ChangesJob,
  type ClaimsJob,
  type Draft,
  type EventsJob,
  type Queues,
  type UsersJob,
  type VerdictsJob,
} from '@hypergit/queues'
import type { RecentSends } from './recent-sends.js'

/** Says what judging has to say, over the queues. Every method resolves when the back end has the jobs. */
export class Teller {
  readonly #verdicts
  readonly #changes
  readonly #events
  readonly #claims
  readonly #users

  constructor(
    queues: Pick<Queues<'validator'>, 'producer'>,
    private readonly recent: RecentSends,
  ) {
    this.#verdicts = queues.producer('verdicts')
    this.#changes = queues.producer('changes')
    this.#events = queues.producer('events')
    this.#claims = queues.producer('claims')
    this.#users = queues.producer('users')
  }

  verdicts(jobs: readonly Draft<VerdictsJob>[]): Promise<void> {
    return this.#verdicts.sendAll(jobs)
  }

  /** In the order given; several round trips rather than one that holds megabytes twice. */
  async changes(jobs: Iterable<Draft<ChangesJob>> | AsyncIterable<Draft<ChangesJob>>): Promise<void> {
    for await (const job of jobs) await this.#changes.send(job)
  }

  /** At least once, also when the queues are emptied before it was worked on. */
  async events(jobs: readonly Draft<EventsJob>[]): Promise<void> {
    for (const job of jobs) {
      const send = () => this.#events.send(job)
      await send()
      this.recent.add(jsonBytes(job), send)
    }
  }

  /** At least once, also when the queues are emptied before it was worked on. */
  async claims(jobs: readonly Draft<ClaimsJob>[]): Promise<void> {
    for (const job of jobs) {
      const send = () => this.#claims.send(job)
      await send()
      this.recent.add(jsonBytes(job), send)
    }
  }

  /** At least once, also when the queues are emptied before it was worked on; a newer one of the same user takes its place. */
  async users(job: Draft<UsersJob>): Promise<void> {
    const send = () => this.#users.send(job)
    await send()
    this.recent.add(jsonBytes(job), send)
  }
}
