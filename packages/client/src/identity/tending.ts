import type { Tended } from '../api/identities.js'
import type { HomeParts } from '../peer/home-parts.js'
import type { LiveLog } from '../repository/live-log.js'
import { tend } from './tend.js'

/** Between two looks at the same repository, ms: one look is enough for much that comes at once. */
const pauseMs = 100

const isNothing = ({ claimed, linked, paired, unpaired }: Tended): boolean =>
  !claimed && !linked && paired.length === 0 && unpaired.length === 0

/**
 * Acts for the home's user in repositories that are served, as soon as something there or in the user's log gives reason to, and follows the logs of
 * those who claim there. Until `stop`.
 */
export class Tending {
  readonly #repositories: readonly LiveLog[]
  readonly #due = new Set<LiveLog>()
  readonly #undo: (() => void)[] = []
  #working: Promise<void> | undefined
  #watched: LiveLog | undefined
  #stopped = false

  constructor(
    private readonly home: HomeParts,
    served: readonly LiveLog[],
    private readonly told: (tended: Tended) => void,
  ) {
    this.#repositories = served.filter(({ kind }) => kind === 'repository')
    for (const live of this.#repositories) {
      const onReport = ({ cores }: { readonly cores: readonly unknown[] }): void => {
        if (cores.length > 0) this.#look([live])
      }
      live.on('report', onReport)
      this.#undo.push(() => live.off('report', onReport))
    }
    this.#look(this.#repositories)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const undo of this.#undo) undo()
    await this.#working
  }

  #isOver(): boolean {
    return this.#stopped || this.home.closing.aborted
  }

  #look(lives: readonly LiveLog[]): void {
    for (const live of lives) this.#due.add(live)
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined
      if (this.#due.size > 0 && !this.#isOver()) this.#look([])
    })
  }

  async #work(): Promise<void> {
    while (this.#due.size > 0 && !this.#isOver()) {
      this.#watchUser()
      const due = [...this.#due]
      this.#due.clear()
      await this.#guarded(() => this.home.followed.follow(due))
      for (const live of due) await this.#guarded(() => this.#tend(live))
      await pause(this.home.closing)
    }
  }

  async #tend(live: LiveLog): Promise<void> {
    const tended = await tend(this.home, live, false)
    if (!tended.ok)
      this.home.logger?.warn({ failure: tended.failure, log: live.log.id }, 'Nothing was done for the user')
    else if (!isNothing(tended.value)) this.told(tended.value)
  }

  /** A home may become somebody's while it serves. */
  #watchUser(): void {
    const live = this.home.user.get()?.live
    if (live === undefined || live === this.#watched) return
    this.#watched = live
    const onReport = (): void => this.#look(this.#repositories)
    live.on('report', onReport)
    this.#undo.push(() => live.off('report', onReport))
    void this.home.network.join(live.log).catch(() => undefined)
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!this.home.closing.aborted) this.home.logger?.error({ err: error }, 'Acting for the user failed')
    }
  }
}

const pause = (closing: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      closing.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, pauseMs)
    closing.addEventListener('abort', done)
    if (closing.aborted) done()
  })
