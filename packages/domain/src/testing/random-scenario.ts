import { pick, randomOf } from '../conformance/random.js'
import type { LogKind } from '../encoding/log-kind.js'
import type { Scenario, ScenarioStep } from '../conformance/scenario.js'

type Fields = Readonly<Record<string, unknown>> & { readonly type: string }

/** Ids of earlier steps that actions may name. */
interface Targets {
  readonly threads: string[]
  readonly pulls: string[]
  readonly texts: string[]
}

interface Draw {
  readonly random: () => number
  readonly cores: readonly string[]
  readonly targets: Targets
  readonly earlier: readonly ScenarioStep[]
}

const orElse = (value: string | undefined, fallback: string): string => value ?? fallback

type Maker = readonly [type: string, weight: number, make: (draw: Draw) => Fields | undefined]

const makers: readonly Maker[] = [
  ['thread.open', 3, ({ random }) => ({ type: 'thread.open', kind: random() < 0.5 ? 'issue' : 'pull' })],
  ['comment', 6, (draw) => onThread(draw, 'comment')],
  ['comment', 1, (draw) => onThread(draw, 'comment', { user: pick(userNames, draw.random) })],
  ['thread.close', 2, (draw) => onThread(draw, 'thread.close')],
  ['thread.reopen', 3, (draw) => onThread(draw, 'thread.reopen')],
  ['thread.lock', 2, (draw) => onThread(draw, 'thread.lock')],
  ['thread.unlock', 2, (draw) => onThread(draw, 'thread.unlock')],
  ['thread.title', 1, (draw) => onThread(draw, 'thread.title')],
  ['thread.label', 1, (draw) => onThread(draw, 'thread.label', { add: ['bug'] })],
  ['pull.merge', 1, (draw) => onThread(draw, 'pull.merge')],
  ['pull.review', 1, (draw) => onThread(draw, 'pull.review', { verdict: 'approve' })],
  ['comment.edit', 2, (draw) => onText(draw, 'comment.edit', 'comment')],
  ['comment.redact', 1, (draw) => onText(draw, 'comment.redact', 'comment')],
  ['comment.hide', 2, (draw) => onText(draw, 'comment.hide', 'comment')],
  ['comment.unhide', 2, (draw) => onText(draw, 'comment.unhide', 'comment')],
  ['react', 2, (draw) => onText(draw, 'react', 'target')],
  [
    'role.set',
    7,
    (draw) =>
      onCore(draw, 'role.set', 'target', { role: pick(['normal', 'collaborator', 'admin', 'admin'], draw.random) }),
  ],
  [
    'mute',
    4,
    (draw) => onCore(draw, 'mute', 'target', draw.random() < 0.3 ? { until: Math.floor(draw.random() * 40_000) } : {}),
  ],
  ['unmute', 3, (draw) => onCore(draw, 'unmute', 'target')],
  ['core.ban', 2, (draw) => onCore(draw, 'core.ban', 'core')],
  ['core.pardon', 2, (draw) => onCore(draw, 'core.pardon', 'core')],
  [
    'git.policy',
    1,
    (draw) => onCore(draw, 'git.policy', 'target', { capabilities: draw.random() < 0.5 ? [] : ['merge'] }),
  ],
  ['git.policy', 1, () => ({ type: 'git.policy', role: 'collaborator', capabilities: [] })],
  ['repository.set', 1, ({ random }) => ({ type: 'repository.set', name: `name ${Math.floor(random() * 9)}` })],
  ['ack', 2, () => ({ type: 'ack' })],
  [
    'identity.claim',
    4,
    ({ random }) => ({
      type: 'identity.claim',
      user: pick(userNames, random),
      ...(random() < 0.05 ? { forged: true } : {}),
    }),
  ],
  ['identity.pair', 10, (draw) => onCore(draw, 'identity.pair', 'core')],
  ['identity.unpair', 4, (draw) => onCore(draw, 'identity.unpair', 'core')],
  ['evidence.equivocation', 1, ({ earlier, random }) => evidence(earlier, random)],
  ['core.pardon', 1, ({ earlier, random }) => branchPardon(earlier, random)],
]

/** Of user logs. */
const userMakers: readonly Maker[] = [
  ['profile.set', 3, ({ random }) => ({ type: 'profile.set', bio: `bio ${Math.floor(random() * 9)}` })],
  ['ack', 2, () => ({ type: 'ack' })],
  ['device.authorize', 6, (draw) => onCore(draw, 'device.authorize', 'core', { phrase: draw.random() < 0.1 })],
  ['device.revoke', 5, (draw) => onCore(draw, 'device.revoke', 'core', { phrase: draw.random() < 0.1 })],
  ['evidence.equivocation', 1, ({ earlier, random }) => evidence(earlier, random)],
]

const userNames = ['u', 'u', 'u', 'v']

/** Of a fork that came before, by whomever. */
const evidence = (earlier: readonly ScenarioStep[], random: () => number): Fields | undefined => {
  const forked = pick(
    earlier.filter(({ fork }) => fork !== undefined),
    random,
  )
  return forked === undefined ? undefined : { type: 'evidence.equivocation', of: forked.id }
}

const branchPardon = (earlier: readonly ScenarioStep[], random: () => number): Fields | undefined => {
  const forked = pick(
    earlier.filter(({ fork }) => fork !== undefined),
    random,
  )
  if (forked === undefined) return undefined
  const head = random() < 0.5 ? forked.id : orElse(forked.fork, forked.id)
  return { type: 'core.pardon', core: forked.by, head }
}

const onThread = ({ random, targets }: Draw, type: string, more: object = {}): Fields | undefined => {
  const thread = pick(type.startsWith('pull.') ? targets.pulls : targets.threads, random)
  return thread === undefined ? undefined : { type, thread, ...more }
}
const onText = ({ random, targets }: Draw, type: string, field: string): Fields | undefined => {
  const text = pick(targets.texts, random)
  return text === undefined ? undefined : { type, [field]: text }
}
const onCore = ({ random, cores }: Draw, type: string, field: string, more: object = {}): Fields => ({
  type,
  [field]: orElse(pick(cores, random), 'a'),
  ...more,
})

/** What a scenario is mostly about, by its seed: then those actions are drawn more often. */
const themes: readonly ((type: string) => boolean)[] = [
  () => true,
  (type) => type.startsWith('identity.') || type === 'comment' || type === 'role.set',
  (type) => type === 'role.set' || type.startsWith('core.'),
  (type) => type.startsWith('identity.') || type.startsWith('core.') || type.startsWith('evidence.'),
  (type) => type.startsWith('thread.') || type.includes('mute') || type === 'comment',
]
const themedWeight = 5
/** How often an author has seen everything, by the seed. */
const sociability = [0.35, 0.7]

const drawAction = (draw: Draw, from: readonly Maker[], theme: (type: string) => boolean): Fields => {
  const weights = from.map(([type, weight]) => (theme(type) ? weight * themedWeight : weight))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (;;) {
    let left = draw.random() * total
    const maker = from[weights.findIndex((weight) => (left -= weight) < 0)]
    const made = maker?.[2](draw)
    if (made !== undefined) return made
  }
}

const drawSees = ({ random, earlier }: Draw, sociable: number): 'all' | readonly string[] => {
  if (earlier.length === 0 || random() < sociable) return 'all'
  const count = Math.floor(random() * 3)
  return [...new Set(Array.from({ length: count }, () => orElse(pick(earlier, random)?.id, '')))].filter(
    (id) => id !== '',
  )
}

/** Draws steps one after the other, each from the seed and those that were kept before it. `forks` lets cores write two ops at one seq. */
export class StepDrawer {
  readonly random: () => number
  readonly cores: readonly string[]
  readonly steps: ScenarioStep[] = []
  readonly #targets: Targets = { threads: [], pulls: [], texts: [] }

  constructor(
    readonly seed: number,
    readonly forks: boolean,
    readonly kind: LogKind = 'repository',
  ) {
    this.random = randomOf(seed)
    this.cores = ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + Math.floor(this.random() * 4))
  }

  draw(): ScenarioStep {
    const { random, cores, steps } = this
    const index = steps.length + 1
    const by = random() < 0.3 ? 'a' : orElse(pick(cores, random), 'a')
    const own = steps.filter((step) => step.by === by)
    const beside = this.forks && random() < 0.05 ? pick(own, random) : undefined
    const branches = own.filter(({ fork, after }) => fork !== undefined || after !== undefined)
    const after = beside === undefined && branches.length > 0 && random() < 0.3 ? pick(branches, random) : undefined
    return {
      id: `s${index}`,
      by,
      sees: drawSees(
        { random, cores, targets: this.#targets, earlier: steps },
        sociability[this.seed % sociability.length] ?? 0,
      ),
      at: random() < 0.2 ? Math.floor(random() * 40_000) : index * 1000,
      action: drawAction(
        { random, cores, targets: this.#targets, earlier: steps },
        this.kind === 'user' ? userMakers : makers,
        themes[this.seed % themes.length] ?? (() => true),
      ),
      ...(beside === undefined ? {} : { fork: beside.id }),
      ...(after === undefined ? {} : { after: after.id }),
    }
  }

  keep(step: ScenarioStep): void {
    const { id, action } = step
    this.steps.push(step)
    if (action?.type === 'thread.open') this.#targets.threads.push(id)
    if (action?.['kind'] === 'pull') this.#targets.pulls.push(id)
    if (action?.type === 'thread.open' || action?.type === 'comment') this.#targets.texts.push(id)
  }

  get scenario(): Scenario {
    const { seed, cores, steps } = this
    return { name: `random scenario of seed ${seed}`, kind: this.kind, cores, users: ['u', 'v'], steps, expect: {} }
  }
}
