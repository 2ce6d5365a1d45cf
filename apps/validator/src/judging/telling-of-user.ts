import type { BatchReport, UserView } from '@hypergit/domain'
import type { AsksJob } from '@hypergit/queues'
import type { Position } from '../sql/position-store.js'
import type { LogState } from '../state/log-state.js'
import type { JudgingParts } from './judging-parts.js'
import { beginEpoch, type Telling } from './telling.js'

/**
 * What the identity service is told of a user log: its view, whole, whenever it changes. The number is the version of the state that it is of, so
 * that the newest one stands for all before it and nothing has to be sent in order.
 */
export class TellingOfUser implements Telling {
  #shown = false
  readonly #openedAtMs: number

  private constructor(
    private readonly state: LogState,
    private readonly parts: JudgingParts,
    private at: Position,
  ) {
    this.#openedAtMs = parts.now()
  }

  static async open(state: LogState, parts: JudgingParts): Promise<TellingOfUser> {
    const left = await parts.positions.take(state.log)
    // A folder that was put back from a copy knows less than it had said.
    if (left === undefined || left.version > state.version)
      return new TellingOfUser(state, parts, await beginEpoch(state, parts))
    const telling = new TellingOfUser(state, parts, left)
    telling.#shown = true
    return telling
  }

  get position(): Position {
    return this.at
  }

  get shown(): boolean {
    return this.#shown
  }

  get resumedAt(): number {
    return this.#shown ? this.at.version : 0
  }

  async tell({ version, user }: BatchReport): Promise<void> {
    if (!this.#shown || version <= this.at.version) return
    if (user === undefined) this.at = { ...this.at, version }
    else await this.#say(user, version)
  }

  async showIfReady(catchingUp: boolean): Promise<boolean> {
    if (this.#shown) return true
    const waitedMs = this.parts.now() - this.#openedAtMs
    if (catchingUp && waitedMs < this.parts.settings.catchUpPatienceMs) return false
    const { version } = this.state
    // Of a log without a block there is nothing to say.
    if (version > 0) await this.#say(await this.state.user(), version)
    this.#shown = true
    return true
  }

  async sendHash(): Promise<void> {
    await this.showIfReady(true)
  }

  /** Who lacks something asks. */
  async remind(): Promise<void> {}

  async resync(have: AsksJob['have']): Promise<void> {
    if (!this.#shown || this.at.number === 0) return
    if (have?.epoch === this.at.epoch && have.number === this.at.number) return
    const { epoch, number } = this.at
    await this.parts.teller.users({ epoch, number, view: await this.state.user() })
  }

  async leave(): Promise<void> {
    if (this.#shown) await this.parts.positions.leave(this.state.log, this.at)
  }

  async #say(view: UserView, version: number): Promise<void> {
    const { epoch } = this.at
    await this.parts.teller.users({ epoch, number: version, view })
    this.at = { epoch, number: version, version }
  }
}
