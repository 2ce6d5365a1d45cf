import type { Action } from '../action.js'
import type { CoreKey, OpId, UserId } from '../ids.js'
import type { ParentRef } from '../op.js'

/** An op that was judged and may be cited, and of which type it is; of its own log's, also what it says. */
export interface SoundOp extends ParentRef {
  readonly type: string
  readonly action?: Action
}

const latest = <Key, Value>(map: Map<Key, Value[]>, key: Key): Value | undefined => map.get(key)?.at(-1)

const put = <Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** What hostile authors know of a log, so that they can write what is about something. Only what somebody told: what cites other blocks is never judged. */
export class Surroundings {
  readonly sound: SoundOp[] = []
  readonly threads: SoundOp[] = []
  readonly pulls: SoundOp[] = []
  readonly texts: SoundOp[] = []
  /** Cores that claimed, in that order. */
  readonly claimants: CoreKey[] = []
  readonly #grants = new Map<CoreKey, SoundOp[]>()
  readonly #demotions = new Map<CoreKey, SoundOp[]>()
  readonly #mutes = new Map<CoreKey, SoundOp[]>()
  readonly #locks = new Map<OpId, SoundOp[]>()
  readonly #claims = new Map<CoreKey, SoundOp>()
  /** By core, those that paired with it. */
  readonly #suitors = new Map<CoreKey, CoreKey[]>()
  readonly #devices = new Map<CoreKey, SoundOp[]>()

  know(op: SoundOp): void {
    this.sound.push(op)
    if (op.type === 'thread.open') this.threads.push(op)
    if (op.type === 'thread.open' || op.type === 'comment' || op.type === 'pull.review') this.texts.push(op)
    if (op.action !== undefined) this.#file(op, op.action)
  }

  #file(op: SoundOp, action: Action): void {
    if (action.type === 'thread.open' && action.kind === 'pull') this.pulls.push(op)
    else if (action.type === 'role.set')
      put(action.role === 'normal' ? this.#demotions : this.#grants, action.target, op)
    else if (action.type === 'mute') put(this.#mutes, action.target, op)
    else if (action.type === 'thread.lock') put(this.#locks, action.thread, op)
    else if (action.type === 'identity.pair') put(this.#suitors, action.core, op.core)
    else if (action.type === 'device.authorize') put(this.#devices, action.core, op)
    else if (action.type === 'identity.claim' && !this.#claims.has(op.core)) {
      this.#claims.set(op.core, op)
      this.claimants.push(op.core)
    }
  }

  /** What gave a role last, and what took it. */
  grantOf(core: CoreKey): SoundOp | undefined {
    return latest(this.#grants, core)
  }
  demotionOf(core: CoreKey): SoundOp | undefined {
    return latest(this.#demotions, core)
  }
  muteOf(core: CoreKey): SoundOp | undefined {
    return latest(this.#mutes, core)
  }
  lockOf(thread: OpId): SoundOp | undefined {
    return latest(this.#locks, thread)
  }
  suitorOf(core: CoreKey): CoreKey | undefined {
    return latest(this.#suitors, core)
  }
  claimOf(core: CoreKey): SoundOp | undefined {
    return this.#claims.get(core)
  }
  authorizationOf(core: CoreKey): SoundOp | undefined {
    return latest(this.#devices, core)
  }
  userOf(core: CoreKey): UserId | undefined {
    const action = this.#claims.get(core)?.action
    return action?.type === 'identity.claim' ? action.user : undefined
  }
}
