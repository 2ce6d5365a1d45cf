import * as fc from 'fast-check'
import { pick } from '../conformance/random.js'
import type { Action, ActionType } from '../action.js'
import type { LogKind } from '../encoding/log-kind.js'
import type { CoreKey, LogId, OpId, UserId } from '../ids.js'
import type { ParentRef } from '../op.js'
import { actionTypesOf, anyActionIn } from './action-arbitraries.js'
import { hashedIdentities, hashedProof } from './hashed-identities.js'
import { isForStaff, isOnOwn, type Persona, typesOf } from './hostile-personas.js'
import type { SoundOp, Surroundings } from './hostile-surroundings.js'

/** What an author writes, and what it has to cite for that to be about something. */
export interface Intent {
  readonly action: Action
  readonly cites: readonly ParentRef[]
}

type ByType = ReadonlyMap<ActionType, readonly Action[]>
interface Samples {
  readonly all: readonly Action[]
  readonly byType: ByType
}

const draw = (kind: LogKind): Samples => {
  const all = fc.sample(anyActionIn(kind), { numRuns: 2_000, seed: 1 })
  return { all, byType: new Map(actionTypesOf(kind).map((type) => [type, all.filter((one) => one.type === type)])) }
}
const drawn = new Map<LogKind, Samples>()
const samplesOf = (kind: LogKind): Samples => {
  const samples = drawn.get(kind) ?? draw(kind)
  drawn.set(kind, samples)
  return samples
}

/** So few that several cores claim the same one. */
const users: readonly string[] = ['u', 'v', 'w']
const userIds: ReadonlyMap<string, UserId> = new Map(users.map((name) => [name, hashedIdentities.user(name)]))

/** How often an author with no role tries what needs one. */
const presumption = 0.1

const optional = (op: SoundOp | undefined): readonly ParentRef[] => (op === undefined ? [] : [op])

export interface ActionSources {
  readonly log: LogId
  readonly kind: LogKind
  readonly cores: readonly CoreKey[]
  readonly around: Surroundings
  readonly random: () => number
}

/** Draws actions about the threads, texts, cores and users that there are, mostly with what they rest on cited. */
export class ActionDrawer {
  readonly #samples: Samples

  constructor(private readonly sources: ActionSources) {
    this.#samples = samplesOf(sources.kind)
  }

  /** Any action at all, of which nothing need be there. */
  any(): Action {
    return pick(this.#samples.all, this.sources.random) ?? { type: 'ack' }
  }

  /** Another action of the same type, about nothing that is there. */
  like(type: ActionType): Action {
    return pick(this.#samples.byType.get(type) ?? [], this.sources.random) ?? this.any()
  }

  next(core: CoreKey, persona: Persona): Intent {
    const { around, random } = this.sources
    const type = this.#typeFor(core, persona)
    const { origin: _, ...plain } = this.like(type)
    const isStaff = persona === 'founder' || around.grantOf(core) !== undefined
    if (!isStaff && random() > presumption) {
      if (isForStaff(type)) return this.next(core, 'talker')
      if (isOnOwn(type) && around.texts.every((op) => op.core !== core)) return this.#opening()
    }
    const about = this.#about(core, plain)
    return { action: about.action, cites: [...about.cites, ...this.#right(core)] }
  }

  /** Whoever is to be somebody else claims it before long. */
  #typeFor(core: CoreKey, persona: Persona): ActionType {
    const { kind, around, random } = this.sources
    const claims = persona === 'impostor' && around.claimOf(core) === undefined && random() < 0.5
    return claims && kind === 'repository' ? 'identity.claim' : (pick(typesOf(kind, persona), random) ?? 'ack')
  }

  /** What lets the core act; now and then what took that again. */
  #right(core: CoreKey): readonly ParentRef[] {
    const { kind, around, random } = this.sources
    if (kind === 'user') return optional(around.authorizationOf(core))
    return [...optional(around.grantOf(core)), ...(random() < 0.05 ? optional(around.demotionOf(core)) : [])]
  }

  #opening(): Intent {
    const { origin: _, ...plain } = this.like('thread.open')
    return { action: this.sources.kind === 'user' ? { type: 'ack' } : plain, cites: [] }
  }

  #about(core: CoreKey, action: Action): Intent {
    switch (action.type) {
      case 'comment':
        return this.#comment(core, action)
      case 'thread.title':
      case 'thread.close':
      case 'thread.reopen':
      case 'thread.lock':
      case 'thread.unlock':
      case 'thread.label':
      case 'thread.assign':
      case 'thread.milestone':
        return this.#onThread(core, action, this.sources.around.threads)
      case 'pull.revise':
      case 'pull.review':
      case 'pull.merge':
        return this.#onThread(core, action, this.sources.around.pulls)
      case 'comment.edit':
      case 'comment.redact':
      case 'comment.hide':
      case 'comment.unhide':
        return this.#on(this.#text(core), (comment) => ({ ...action, comment }))
      case 'react':
        return this.#on(this.#text(core), (target) => ({ ...action, target }))
      case 'mute':
        // What ends soon, or never.
        return { action: { ...action, target: this.#other(core) }, cites: [] }
      case 'unmute':
      case 'role.set':
        return this.#onPerson({ ...action, target: this.#other(core) })
      case 'git.policy':
        return { action: action.target === undefined ? action : { ...action, target: this.#other(core) }, cites: [] }
      case 'core.ban':
      case 'device.revoke':
        return { action: { ...action, core: this.#other(core) }, cites: [] }
      case 'core.pardon':
        return this.#pardon(core)
      case 'device.authorize':
        return this.#authorization(core, action)
      default:
        return this.#ofIdentity(core, action)
    }
  }

  #ofIdentity(core: CoreKey, action: Action): Intent {
    switch (action.type) {
      case 'identity.claim':
        return this.#claim(core, action)
      case 'identity.pair':
      case 'identity.unpair': {
        const other = this.#claimant(core)
        const claim = this.sources.around.claimOf(other)
        return { action: { ...action, core: other }, cites: optional(claim) }
      }
      case 'evidence.equivocation': {
        const seq = Math.floor(this.sources.random() * 12)
        const target = this.#other(core)
        const proof = this.sources.random() < 0.5 ? hashedProof.fork(target, seq) : {}
        return { action: { ...action, core: target, seq, ...proof }, cites: [] }
      }
      default:
        return { action, cites: [] }
    }
  }

  #other(core: CoreKey): CoreKey {
    const { cores, around, random } = this.sources
    const other = (random() < 0.8 ? pick(around.sound, random)?.core : undefined) ?? pick(cores, random) ?? core
    // The founder, who stays in good standing to decide about others, does nothing to their own core.
    return other === core && core === cores[0] ? (cores[1] ?? core) : other
  }

  /** Mostly one of the same user, and one that paired with it first. */
  #claimant(core: CoreKey): CoreKey {
    const { around, random } = this.sources
    const suitor = around.suitorOf(core)
    if (suitor !== undefined && random() < 0.4) return suitor
    const user = around.userOf(core)
    const kin = random() < 0.6 ? around.claimants.filter((one) => one !== core && around.userOf(one) === user) : []
    return pick(kin, random) ?? (random() < 0.8 ? pick(around.claimants, random) : undefined) ?? this.#other(core)
  }

  #on(target: SoundOp | undefined, action: (id: OpId) => Action): Intent {
    return target === undefined ? this.#opening() : { action: action(target.id), cites: [target] }
  }

  #onThread(core: CoreKey, action: Action, threads: readonly SoundOp[]): Intent {
    const { around, random } = this.sources
    const thread = this.#ownOrAny(core, threads)
    const { action: about, cites } = this.#on(thread, (id) => ({ ...action, thread: id }) as Action)
    if (thread === undefined || random() > 0.1) return { action: about, cites }
    // Now and then the author has seen that they may not.
    const against = random() < 0.5 ? around.muteOf(core) : around.lockOf(thread.id)
    return { action: about, cites: [...cites, ...optional(against)] }
  }

  #comment(core: CoreKey, action: Extract<Action, { type: 'comment' }>): Intent {
    const { around, random } = this.sources
    const { user: _, replyTo: __, ...plain } = action
    const claimed = random() < 0.05 ? pick([...userIds.values()], random) : around.userOf(core)
    const replied = random() < 0.2 ? pick(around.texts, random) : undefined
    const { action: about, cites } = this.#onThread(core, plain, around.threads)
    if (about.type !== 'comment') return { action: about, cites }
    const named = claimed !== undefined && random() < 0.5 ? { user: claimed } : {}
    if (replied === undefined) return { action: { ...about, ...named }, cites }
    return { action: { ...about, ...named, replyTo: replied.id }, cites: [...cites, replied] }
  }

  /** Mostly their own: of others they may do less. */
  #ownOrAny(core: CoreKey, of: readonly SoundOp[]): SoundOp | undefined {
    const { random } = this.sources
    return (random() < 0.85 ? of.findLast((op) => op.core === core) : undefined) ?? pick(of, random)
  }
  #text(core: CoreKey): SoundOp | undefined {
    return this.#ownOrAny(core, this.sources.around.texts)
  }

  #onPerson(action: Extract<Action, { type: 'unmute' | 'role.set' }>): Intent {
    const { around, random } = this.sources
    const before = action.type === 'unmute' ? around.muteOf(action.target) : around.grantOf(action.target)
    return { action, cites: random() < 0.3 ? [] : optional(before) }
  }

  /** Of a core, or of the branch that ends in an op of it. */
  #pardon(core: CoreKey): Intent {
    const { around, random } = this.sources
    const target = this.#other(core)
    const head = random() < 0.4 ? around.sound.findLast((op) => op.core === target) : undefined
    return head === undefined
      ? { action: { type: 'core.pardon', core: target }, cites: [] }
      : { action: { type: 'core.pardon', core: target, head: head.id }, cites: [head] }
  }

  #claim(core: CoreKey, action: Extract<Action, { type: 'identity.claim' }>): Intent {
    const { log, random } = this.sources
    // Whoever claims twice, without having heard what became of the first time, claims the same one.
    const meant = users[core.charCodeAt(0) % users.length] ?? 'u'
    const user = userIds.get(random() < 0.95 ? meant : (pick(users, random) ?? meant)) ?? action.user
    const proof = random() < 0.94 ? hashedProof.claim(user, log, core) : action.proof
    return { action: { type: 'identity.claim', user, proof }, cites: [] }
  }

  #authorization(core: CoreKey, action: Extract<Action, { type: 'device.authorize' }>): Intent {
    const { log, random } = this.sources
    const target = this.#other(core)
    const proof = random() < 0.1 ? hashedProof.device(log, 'device.authorize', target) : action.proof
    return { action: { ...action, core: target, proof }, cites: [] }
  }
}
