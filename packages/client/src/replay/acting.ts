import { type CoreKey, founderOf, type OpId, type RepositoryAction } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { PlannedOp } from '../archive/planned-op.js'
import { appendChecked } from '../repository/append-checked.js'
import type { Cast } from './cast.js'
import { arrival, type Stage } from './stage.js'

/** Writes a history on the stage, each act on its author's peer as soon as that peer has what the act rests on. */
export class Acting {
  readonly #cores = new Map<string, CoreKey>()
  readonly #threads = new Map<number, OpId>()
  #lastThread: OpId | undefined

  constructor(
    private readonly stage: Stage,
    private readonly cast: Cast,
  ) {}

  async act(op: PlannedOp): Promise<Answer<undefined>> {
    const { number } = op.thread
    const thread = this.#threads.get(number)
    if (thread === undefined && op.item !== 'thread') {
      return fail({ code: 'invalid', message: `what opens ${op.thread.kind} ${number} comes after something in it` })
    }
    const prepared = op.author === undefined ? answer(founderOf(this.stage.id)) : await this.#enter(op.author, op.at)
    if (!prepared.ok) return prepared
    const peer = this.cast.peerOf(op.author)
    // An opening waits for the one before it, so that numbers follow the order of dates.
    const needed = thread ?? this.#lastThread
    if (needed !== undefined) await arrival(this.stage.live(peer), needed)
    const written = await this.#write(
      peer,
      prepared.value,
      op.action(thread ?? (this.stage.id as string as OpId)),
      op.at,
    )
    if (!written.ok) return written
    if (thread === undefined) {
      this.#threads.set(number, written.value)
      this.#lastThread = written.value
    }
    return answer(undefined)
  }

  /** The author's core; before their first act the maintainer gives them their role, and their peer has heard of it. */
  async #enter(login: string, at: number): Promise<Answer<CoreKey>> {
    const known = this.#cores.get(login)
    if (known !== undefined) return answer(known)
    const peer = this.cast.peerOf(login)
    const core = await this.stage.live(peer).log.ownCore(login)
    const role = this.cast.roleOf(login)
    if (role !== 'normal') {
      const granted = await this.#write(0, founderOf(this.stage.id), { type: 'role.set', target: core, role }, at)
      if (!granted.ok) return granted
      await arrival(this.stage.live(peer), granted.value)
    }
    this.#cores.set(login, core)
    return answer(core)
  }

  async #write(peer: number, core: CoreKey, action: RepositoryAction, at: number): Promise<Answer<OpId>> {
    const live = this.stage.live(peer)
    const appended = await live.exclusively(() => appendChecked(live, core, [action], at))
    if (!appended.ok) return appended
    const [op] = appended.value.ops
    return op === undefined ? fail({ code: 'invalid', message: 'nothing was written' }) : answer(op.op)
  }
}
