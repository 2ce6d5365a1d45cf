import type { HomeParts } from '../peer/home-parts.js'
import type { LiveLog } from '../repository/live-log.js'
import { tend } from './tend.js'

/** How long a sync that has everything else waits for user logs, and for the confirmation of a machine that may be running, ms. */
const graceMs = 2_000

/** What a sync does for the people of its repositories once it has these: acts for the home's user, and fetches the logs of those who claim. */
export class SyncedPeople {
  #until: number | undefined
  #caughtUp = false

  readonly #repositories: readonly LiveLog[]

  constructor(
    private readonly home: HomeParts,
    synced: readonly LiveLog[],
  ) {
    this.#repositories = synced.filter(({ kind }) => kind === 'repository')
  }

  /** The user log of the home, where it is not synced in its own right. */
  others(synced: readonly LiveLog[]): readonly LiveLog[] {
    return this.#own().filter((live) => !synced.includes(live))
  }

  #own(): readonly LiveLog[] {
    const live = this.home.user.get()?.live
    return live === undefined ? [] : [live]
  }

  async step(waitMs: number): Promise<void> {
    const { home } = this
    const repositories = this.#repositories
    if (this.#until === undefined) {
      this.#until = home.clock() + graceMs
      for (const { log } of this.#own()) void home.network.join(log).catch(() => undefined)
    }
    await home.followed.follow(repositories)
    const logs = await Promise.all([
      home.followed.caughtUp(waitMs),
      ...this.#own().map((live) => live.log.awaitCaughtUp(waitMs)),
    ])
    this.#caughtUp = logs.every(Boolean)
    await Promise.all(this.#own().map((live) => live.settled()))
    if (this.#caughtUp && (await this.#isWaiting())) await nextReport(repositories, waitMs)
    for (const live of repositories) {
      const tended = await tend(home, live, false)
      if (!tended.ok) home.logger?.warn({ failure: tended.failure, log: live.log.id }, 'Nothing was done for the user')
    }
  }

  async isDone(): Promise<boolean> {
    if (this.#until === undefined) return false
    if (this.home.clock() >= this.#until) return true
    return this.#caughtUp && !(await this.#isWaiting())
  }

  /** Whether a core of this home is held, and somebody is connected who may confirm it. */
  async #isWaiting(): Promise<boolean> {
    for (const { log, engine } of this.#repositories) {
      const { standing } = await engine.queries.identity(await log.ownCore())
      if (standing === 'held' && log.peers().length > 0) return true
    }
    return false
  }
}

const nextReport = (repositories: readonly LiveLog[], waitMs: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      for (const live of repositories) live.off('report', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    for (const live of repositories) live.on('report', done)
  })
