import b4a from 'b4a'
import { pick } from '../conformance/random.js'
import type { Action } from '../action.js'
import { limits } from '../encoding/limits.js'
import type { Envelope } from '../encoding/envelope-parts.js'
import { type CoreKey, logId, noOp, type OpId, opId } from '../ids.js'
import type { ParentRef } from '../op.js'
import { randomBytes } from './hostile-bytes.js'

/** What an author who breaks a rule of envelopes can lay hands on. */
export interface Reach {
  readonly core: CoreKey
  /** Every op of any core, whatever became of it, and the core's own. */
  readonly written: readonly ParentRef[]
  readonly own: readonly ParentRef[]
  /** Another action of the same type. */
  readonly like: Action
  readonly random: () => number
}

/** A well-formed envelope in which one thing is not as it should be; some of them a reader takes all the same. */
type Breakage = (envelope: Envelope, reach: Reach) => Envelope

export const unknownId = (random: () => number): OpId => opId(b4a.toString(randomBytes(32, random), 'hex'))
const unknownRef = (random: () => number, seq = 1): ParentRef => ({
  core: unknownId(random) as string as CoreKey,
  seq,
  id: unknownId(random),
})

const citing = (envelope: Envelope, ...more: readonly (ParentRef | undefined)[]): Envelope => ({
  ...envelope,
  parents: [...envelope.parents, ...more.flatMap((one) => one ?? [])],
})

const otherLog: Breakage = (envelope, { random }) => ({ ...envelope, log: logId(unknownId(random)) })

const otherPrev: Breakage = (envelope, { own, written, random }) => {
  const chance = random()
  const prev = chance < 0.2 ? noOp : chance < 0.4 ? unknownId(random) : pick(chance < 0.7 ? own : written, random)?.id
  return { ...envelope, prev: prev ?? unknownId(random) }
}

const ownParent: Breakage = (envelope, { own, random }) => citing(envelope, pick(own, random))

const parentTwice: Breakage = (envelope, { written, random }) => {
  const parent = envelope.parents[0] ?? pick(written, random)
  return citing(envelope, parent, parent)
}

const unknownParent: Breakage = (envelope, { random }) => citing(envelope, unknownRef(random))

/** An op that is there, said to be in another place. */
const misplacedParent: Breakage = (envelope, { core, written, random }) => {
  const parent = pick(written, random)
  if (parent === undefined || parent.core === core) return citing(envelope, unknownRef(random))
  const moved = random() < 0.5 ? { seq: parent.seq + 1 } : { core: unknownId(random) as string as CoreKey }
  return citing(envelope, { ...parent, ...moved })
}

/** Whatever was written, also what nobody may cite. */
const anyParent: Breakage = (envelope, { core, written, random }) => {
  const parent = pick(written, random)
  const isNew = parent?.core !== core && envelope.parents.every(({ id }) => id !== parent?.id)
  return citing(envelope, isNew ? parent : undefined)
}

const tooManyParents: Breakage = (envelope, { random }) =>
  citing(envelope, ...Array.from({ length: limits.parentsMax + 1 }, (_, seq) => unknownRef(random, seq)))

/** How far ahead of the clock, ms; in the end as far as a number goes. */
const leads = [300_000, 700_000, 900_000, 2 ** 40, Number.MAX_SAFE_INTEGER]
const postdated: Breakage = (envelope, { random }) => ({
  ...envelope,
  at: Math.min(Number.MAX_SAFE_INTEGER, envelope.at + (pick(leads, random) ?? 0)),
})
const backdated: Breakage = (envelope, { random }) => ({ ...envelope, at: Math.floor(random() * envelope.at) })

/** One field of the action as in another op of the same type, or left out where that has none. */
const otherField: Breakage = (envelope, { like, random }) => {
  const { action } = envelope
  const name = pick(
    [...Object.keys(action), ...Object.keys(like)].filter((one) => one !== 'type'),
    random,
  )
  if (name === undefined) return envelope
  const { [name]: _, ...rest } = action as unknown as Readonly<Record<string, unknown>>
  const value = (like as unknown as Readonly<Record<string, unknown>>)[name]
  // Only fields that may be left out are absent in the other one.
  return { ...envelope, action: (value === undefined ? rest : { ...rest, [name]: value }) as unknown as Action }
}

const overLimit: Breakage = (envelope, { random }) => {
  const title = 'x'.repeat(limits.titleBytesMax + 1)
  const actions: readonly Action[] = [
    { type: 'thread.open', kind: 'issue', title, body: '' },
    { type: 'thread.open', kind: 'issue', title: 'a\u0000b', body: '' },
    { type: 'thread.open', kind: 'pull', title: 'a pull from nowhere', body: '' },
    { type: 'repository.set', name: '' },
    { type: 'git.policy', capabilities: [] },
    { type: 'ack', origin: { source: 'elsewhere', author: '', at: 0, number: limits.originNumberMax + 1 } },
  ]
  return { ...envelope, action: pick(actions, random) ?? envelope.action }
}

export const breakages = {
  otherLog,
  otherPrev,
  ownParent,
  parentTwice,
  unknownParent,
  misplacedParent,
  anyParent,
  tooManyParents,
  postdated,
  backdated,
  otherField,
  overLimit,
} as const satisfies Readonly<Record<string, Breakage>>
export type BreakageName = keyof typeof breakages
export const breakageNames = Object.keys(breakages) as readonly BreakageName[]

/** Those that most readers take for well-formed: they come most often. */
export const mildBreakages: readonly BreakageName[] = ['otherField', 'otherField', 'backdated', 'anyParent']

/** Those that keep an op waiting for good, or for long. */
export const unresolvable: readonly BreakageName[] = ['unknownParent', 'misplacedParent', 'postdated']
