import { pick, randomOf } from '../conformance/random.js'
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

const makers: readonly (readonly [weight: number, make: (draw: Draw) => Fields | undefined])[] = [
  [3, ({ random }) => ({ type: 'thread.open', kind: random() < 0.5 ? 'issue' : 'pull' })],
  [6, (draw) => onThread(draw, 'comment')],
  [2, (draw) => onThread(draw, 'thread.close')],
  [3, (draw) => onThread(draw, 'thread.reopen')],
  [2, (draw) => onThread(draw, 'thread.lock')],
  [2, (draw) => onThread(draw, 'thread.unlock')],
  [1, (draw) => onThread(draw, 'thread.title')],
  [1, (draw) => onThread(draw, 'thread.label', { add: ['bug'] })],
  [1, (draw) => onThread(draw, 'pull.merge')],
  [1, (draw) => onThread(draw, 'pull.review', { verdict: 'approve' })],
  [2, (draw) => onText(draw, 'comment.edit', 'comment')],
  [1, (draw) => onText(draw, 'comment.redact', 'comment')],
  [2, (draw) => onText(draw, 'comment.hide', 'comment')],
  [2, (draw) => onText(draw, 'comment.unhide', 'comment')],
  [2, (draw) => onText(draw, 'react', 'target')],
  [
    7,
    (draw) =>
      onCore(draw, 'role.set', 'target', { role: pick(['normal', 'collaborator', 'admin', 'admin'], draw.random) }),
  ],
  [
    4,
    (draw) => onCore(draw, 'mute', 'target', draw.random() < 0.3 ? { until: Math.floor(draw.random() * 40_000) } : {}),
  ],
  [3, (draw) => onCore(draw, 'unmute', 'target')],
  [2, (draw) => onCore(draw, 'core.ban', 'core')],
  [2, (draw) => onCore(draw, 'core.pardon', 'core')],
  [1, (draw) => onCore(draw, 'git.policy', 'target', { capabilities: draw.random() < 0.5 ? [] : ['merge'] })],
  [1, () => ({ type: 'git.policy', role: 'collaborator', capabilities: [] })],
  [1, ({ random }) => ({ type: 'repository.set', name: `name ${Math.floor(random() * 9)}` })],
  [2, () => ({ type: 'ack' })],
]

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

const drawAction = (draw: Draw): Fields => {
  const total = makers.reduce((sum, [weight]) => sum + weight, 0)
  for (;;) {
    let left = draw.random() * total
    const maker = makers.find(([weight]) => (left -= weight) < 0)
    const made = maker?.[1](draw)
    if (made !== undefined) return made
  }
}

const drawSees = ({ random, earlier }: Draw): 'all' | readonly string[] => {
  if (earlier.length === 0 || random() < 0.35) return 'all'
  const count = Math.floor(random() * 3)
  return [...new Set(Array.from({ length: count }, () => orElse(pick(earlier, random)?.id, '')))].filter(
    (id) => id !== '',
  )
}

/**
 * A scenario that follows from its seed alone: a few cores that act, moderate and fight over roles, each having seen some of the rest; `forks`
 * lets cores write two ops at one seq.
 */
export const randomScenario = (seed: number, stepCount: number, forks = false): Scenario => {
  const random = randomOf(seed)
  const cores = ['a', 'b', 'c', 'd'].slice(0, 2 + Math.floor(random() * 3))
  const targets: Targets = { threads: [], pulls: [], texts: [] }
  const steps: ScenarioStep[] = []
  for (let index = 1; index <= stepCount; index++) {
    const draw: Draw = { random, cores, targets, earlier: steps }
    const action = drawAction(draw)
    const id = `s${index}`
    const by = random() < 0.3 ? 'a' : orElse(pick(cores, random), 'a')
    const beside =
      forks && random() < 0.05
        ? pick(
            steps.filter((step) => step.by === by),
            random,
          )
        : undefined
    steps.push({
      id,
      by,
      sees: drawSees(draw),
      at: random() < 0.2 ? Math.floor(random() * 40_000) : index * 1000,
      action,
      ...(beside === undefined ? {} : { fork: beside.id }),
    })
    if (action.type === 'thread.open') targets.threads.push(id)
    if (action['kind'] === 'pull') targets.pulls.push(id)
    if (action.type === 'thread.open' || action.type === 'comment') targets.texts.push(id)
  }
  return { name: `random scenario of seed ${seed}`, kind: 'repository', cores, users: [], steps, expect: {} }
}
