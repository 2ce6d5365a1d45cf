import { pick, randomOf } from '@hypergit/domain/testing'

/** An action as a plan says it: threads, texts and cores by name, to be resolved when its author writes. */
export type PlannedAction = Readonly<Record<string, unknown>> & { readonly type: string }

export type PlannedStep =
  /** The author writes the first of these that their client accepts. */
  | { readonly kind: 'write'; readonly by: string; readonly name: string; readonly actions: readonly PlannedAction[] }
  /** A client without checks writes this. */
  | {
      readonly kind: 'attack'
      readonly by: string
      readonly name: string
      readonly action: PlannedAction
      readonly citing: 'all' | 'nothing' | 'forged'
    }
  /** Everything is delivered within each group of the partition, in this order of links; some links are lost once after so many bytes. */
  | { readonly kind: 'deliver'; readonly order: readonly number[]; readonly lossAfterBytes: readonly number[] }
  /** Who reaches whom from now on: the number of each client's group. */
  | { readonly kind: 'partition'; readonly groups: Readonly<Record<string, number>> }
  | { readonly kind: 'restart'; readonly who: string }
  /** The home is copied while it is closed. */
  | { readonly kind: 'snapshot'; readonly who: string }
  /** The home is as it was at its last snapshot, and goes on from there. */
  | { readonly kind: 'restore'; readonly who: string }
  /** The last snapshot of the home begins to run as another machine, with the same core. */
  | { readonly kind: 'clone'; readonly who: string; readonly as: string }

export interface WorldPlan {
  readonly seed: number
  /** The first one founds the repository; nobody honest reaches others through a hostile one. */
  readonly honest: readonly string[]
  readonly hostile: readonly string[]
  /** Whose home each machine was cloned from that comes later. */
  readonly clones: Readonly<Record<string, string>>
  /** How far each clock is off, ms. */
  readonly skewMs: Readonly<Record<string, number>>
  readonly steps: readonly PlannedStep[]
}

export interface PlanOptions {
  readonly clientsMin: number
  readonly clientsMax: number
  readonly steps: number
}

/** Clocks are off by less than the ten minutes for which an op may be ahead. */
const skewMsMax = 4 * 60_000
const alternativesPerWrite = 4
const onThread = ['comment', 'comment', 'thread.close', 'thread.reopen', 'thread.lock', 'thread.unlock', 'thread.title']
const onText = ['comment.edit', 'comment.hide', 'comment.unhide', 'comment.redact', 'react']
const onPerson = ['role.set', 'role.set', 'role.set', 'mute', 'mute', 'unmute', 'unmute']
const onIdentity = ['identity.claim', 'identity.pair', 'identity.pair', 'identity.unpair']
const kinds = [onThread, onThread, onThread, onText, onPerson, onPerson, onIdentity, ['ack', 'git.policy', 'core.ban']]
/** Machines that are cloned in one world. */
const clonesMax = 2
/** How often a step is the founder's, who is the only one that may do everything at first. */
const founderShare = 0.3

class Planner {
  readonly #random: () => number
  readonly #honest: readonly string[]
  readonly #hostile: readonly string[]
  /** With the clones so far. */
  readonly #writers: string[]
  readonly #attackers: string[]
  readonly #snapshots = new Set<string>()
  readonly #clones: Record<string, string> = {}
  /** Who cites what nobody has. Their ops wait for ever, and a fork among those is told by its proof alone, which no scenario file can say. */
  readonly #forgers = new Set<string>()
  readonly #threads: string[] = []
  readonly #texts: string[] = []
  readonly #steps: PlannedStep[] = []

  constructor(
    private readonly seed: number,
    private readonly options: PlanOptions,
  ) {
    this.#random = randomOf(seed)
    const { clientsMin, clientsMax } = options
    const clients = clientsMin + Math.floor(this.#random() * (clientsMax - clientsMin + 1))
    const hostile = Math.floor(clients / 3)
    this.#honest = numbered('h', clients - hostile)
    this.#hostile = numbered('x', hostile)
    this.#writers = [...this.#honest]
    this.#attackers = [...this.#hostile]
  }

  plan(): WorldPlan {
    this.#open('h0')
    while (this.#steps.length < this.options.steps) this.#draw()
    const everyone = [...this.#writers, ...this.#attackers]
    const skewMs = Object.fromEntries(everyone.map((name) => [name, Math.floor((this.#random() * 2 - 1) * skewMsMax)]))
    const [honest, hostile, clones, steps] = [this.#honest, this.#hostile, this.#clones, this.#steps]
    return { seed: this.seed, honest, hostile, clones, skewMs, steps }
  }

  #pick<T>(list: readonly T[]): T {
    const picked = pick(list, this.#random)
    if (picked === undefined) throw new RangeError('nothing to pick from')
    return picked
  }

  #draw(): void {
    const chance = this.#random()
    if (chance < 0.1) this.#open(this.#pick(this.#writers))
    else if (chance < 0.16) this.#grant()
    else if (chance < 0.6) this.#write()
    else if (chance < 0.68 && this.#hostile.length > 0) this.#attack()
    else if (chance < 0.84) this.#deliver()
    else if (chance < 0.91) this.#partition()
    else if (chance < 0.94) this.#steps.push({ kind: 'restart', who: this.#pick(this.#writers) })
    else this.#copy()
  }

  #copy(): void {
    const who = this.#pick([...this.#honest, ...this.#hostile])
    if (this.#forgers.has(who)) return
    if (!this.#snapshots.has(who)) {
      this.#snapshots.add(who)
      this.#steps.push({ kind: 'snapshot', who })
      return
    }
    const as = `${who}c`
    const mayClone = this.#clones[as] === undefined && Object.keys(this.#clones).length < clonesMax
    if (!mayClone || this.#random() < 0.5) this.#steps.push({ kind: 'restore', who })
    else {
      this.#clones[as] = who
      const machines = this.#honest.includes(who) ? this.#writers : this.#attackers
      machines.push(as)
      this.#steps.push({ kind: 'clone', who, as })
    }
  }

  #open(by: string): void {
    const name = `s${this.#steps.length}`
    this.#threads.push(name)
    this.#texts.push(name)
    this.#steps.push({
      kind: 'write',
      by,
      name,
      actions: [{ type: 'thread.open', kind: 'issue', title: name, body: '' }],
    })
  }

  /** The founder shares their rights, so that there is something to disagree about. */
  #grant(): void {
    const role = this.#pick(['admin', 'admin', 'collaborator'])
    const actions = [{ type: 'role.set', target: this.#pick([...this.#honest.slice(1), ...this.#hostile]), role }]
    this.#steps.push({ kind: 'write', by: 'h0', name: `s${this.#steps.length}`, actions })
  }

  #write(): void {
    const name = `s${this.#steps.length}`
    const actions = Array.from({ length: alternativesPerWrite }, () => this.#action(name))
    if (actions[0]?.type === 'comment') this.#texts.push(name)
    const by = this.#random() < founderShare ? 'h0' : this.#pick(this.#writers)
    this.#steps.push({ kind: 'write', by, name, actions })
  }

  #attack(): void {
    const name = `s${this.#steps.length}`
    const drawn = this.#pick(['all', 'all', 'all', 'all', 'nothing', 'nothing', 'forged'] as const)
    const by = this.#pick(this.#attackers)
    const isCopied = this.#snapshots.has(this.#clones[by] ?? by)
    const citing = drawn === 'forged' && isCopied ? 'nothing' : drawn
    if (citing === 'forged') this.#forgers.add(by)
    this.#steps.push({ kind: 'attack', by, name, action: this.#action(name), citing })
  }

  #deliver(): void {
    const count = this.#writers.length + this.#attackers.length
    const order = Array.from({ length: count }, () => this.#random())
    const lossAfterBytes = Array.from({ length: count }, () =>
      this.#random() < 0.3 ? Math.floor(this.#random() * 4_000) : 0,
    )
    this.#steps.push({ kind: 'deliver', order, lossAfterBytes })
  }

  #partition(): void {
    const groups = 1 + Math.floor(this.#random() * 3)
    const names = [...this.#writers, ...this.#attackers]
    this.#steps.push({
      kind: 'partition',
      groups: Object.fromEntries(names.map((name) => [name, Math.floor(this.#random() * groups)])),
    })
  }

  #action(name: string): PlannedAction {
    const type = this.#pick(this.#pick(kinds))
    const everyone = [...this.#honest, ...this.#hostile]
    if (onThread.includes(type)) {
      const thread = this.#pick(this.#threads)
      if (type === 'comment') return { type, thread, body: name }
      return type === 'thread.title' ? { type, thread, title: name } : { type, thread }
    }
    if (onText.includes(type)) {
      const text = this.#pick(this.#texts)
      if (type === 'react') return { type, target: text, emoji: '👍' }
      return type === 'comment.edit' ? { type, comment: text, body: name } : { type, comment: text }
    }
    if (type === 'role.set')
      return { type, target: this.#pick(everyone), role: this.#pick(['normal', 'collaborator', 'admin', 'admin']) }
    if (onPerson.includes(type)) return { type, target: this.#pick(everyone) }
    if (type === 'identity.claim') return { type, user: this.#pick(['u0', 'u1']) }
    if (onIdentity.includes(type)) return { type, core: this.#pick(this.#honest) }
    // Whom everybody turns away cannot hear of what the others agree on, so nobody honest is banned.
    if (type === 'core.ban')
      return this.#hostile.length === 0 ? { type: 'ack' } : { type, core: this.#pick(this.#hostile) }
    return type === 'git.policy' ? { type, role: 'collaborator', capabilities: ['merge'] } : { type }
  }
}

const numbered = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index}`)

/** What happens in the world of a seed, drawn before anything does, so that the same seed is the same world. */
export const planWorld = (seed: number, options: PlanOptions): WorldPlan => new Planner(seed, options).plan()
