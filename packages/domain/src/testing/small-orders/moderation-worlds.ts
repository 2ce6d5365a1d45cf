import { type Element, type Elements, type Fields, type SmallOrder, type SmallWorld, step } from './small-world.js'

/** What keeps bob from commenting, and what takes it back (docs/protocol.md, sections 4 and 6). */
interface Measure {
  readonly name: string
  readonly take: Fields
  readonly lift: Fields
  /** What becomes of what bob wrote though he had seen it, if that is a violation; and of what he wrote without. */
  readonly seen?: string
  readonly unseen: string
  /** Where it shows whether it stands now. */
  readonly shownIn: 'muted' | 'locked' | 'blacklist'
}

const measures: readonly Measure[] = [
  {
    name: 'mute',
    take: { type: 'mute', target: 'bob' },
    lift: { type: 'unmute', target: 'bob' },
    seen: 'violation muted',
    unseen: 'hidden muted',
    shownIn: 'muted',
  },
  {
    name: 'lock',
    take: { type: 'thread.lock', thread: 't' },
    lift: { type: 'thread.unlock', thread: 't' },
    seen: 'violation locked',
    unseen: 'hidden locked',
    shownIn: 'locked',
  },
  {
    name: 'ban',
    take: { type: 'core.ban', core: 'bob' },
    lift: { type: 'core.pardon', core: 'bob' },
    unseen: 'ignored blacklisted',
    shownIn: 'blacklist',
  },
]

const comment: Element = { by: 'bob', action: { type: 'comment', thread: 't' } }
const unhide: Element = { by: 'mod4', action: { type: 'comment.unhide', comment: 'c' }, about: 'c' }

/** A world of one measure: what is called take… and lift… is by a moderator, what is called c… a comment by bob. */
const worldOf = ({ name, take, lift, seen, unseen, shownIn }: Measure, elements: Elements): SmallWorld => {
  const names = Object.keys(elements)
  const takes = names.filter((one) => elements[one]?.action === take)
  const lifts = names.filter((one) => elements[one]?.action === lift)
  const comments = names.filter((one) => elements[one] === comment)
  const isLiftedFor = (one: string, taken: string, order: SmallOrder): boolean =>
    lifts.some((other) => order.before(other, one) && order.before(taken, other))
  const moderators = [...new Set(Object.values(elements).map(({ by }) => by))].filter((by) => by !== 'bob')
  return {
    name: `${name}: ${names.map((one) => `${one} by ${elements[one]?.by}`).join(', ')}`,
    cores: ['alice', 'bob', ...moderators],
    prologue: [
      ...moderators.map((by) => step(`role of ${by}`, 'alice', { type: 'role.set', target: by, role: 'admin' })),
      step('t', 'alice', { type: 'thread.open' }),
    ],
    elements,
    cited: (one, order) => {
      if (elements[one] === unhide) return order.before('c', one) ? undefined : 'violation unknown-target'
      const stands = takes.some((taken) => order.before(taken, one) && !isLiftedFor(one, taken, order))
      return comments.includes(one) && stands ? seen : undefined
    },
    present: (one, order, there) => {
      if (!comments.includes(one)) return 'accepted'
      // An unmute, unlock or pardon that bob had not seen does not bring back what he wrote.
      const stands = takes.some(
        (taken) => there.has(taken) && !order.before(one, taken) && !isLiftedFor(one, taken, order),
      )
      return stands ? unseen : 'accepted'
    },
    state: (order, there, outcomes) => {
      const stands = takes.some(
        (taken) => there.has(taken) && !lifts.some((other) => there.has(other) && order.before(taken, other)),
      )
      const isShown = (one: string): boolean =>
        outcomes[one] === 'accepted' ||
        (outcomes[one] === unseen && shownIn !== 'blacklist' && outcomes['unhide'] === 'accepted')
      const ended = names.flatMap((one) => (outcomes[one]?.startsWith('violation') === true ? [elements[one]?.by] : []))
      return {
        muted: shownIn === 'muted' && stands ? ['bob'] : [],
        blacklist: [...new Set([...ended, ...(shownIn === 'blacklist' && stands ? ['bob'] : [])])],
        threads: { t: { locked: shownIn === 'locked' && stands, visible: comments.filter(isShown) } },
      }
    },
  }
}

const by = (moderator: string, action: Fields): Element => ({ by: moderator, action })

const worldsOf = (measure: Measure): readonly SmallWorld[] => {
  const [take, lift] = [measure.take, measure.lift]
  return [
    { take: by('mod1', take), lift: by('mod2', lift), c: comment },
    { take: by('mod1', take), lift: by('mod1', lift), c: comment },
    { take: by('mod1', take), lift: by('mod2', lift), c1: comment, c2: comment },
    { take1: by('mod1', take), take2: by('mod2', take), lift: by('mod3', lift), c: comment },
    { take: by('mod1', take), lift1: by('mod2', lift), lift2: by('mod3', lift), c: comment },
    { take: by('mod1', take), lift: by('mod2', lift), unhide, c: comment },
    { take1: by('mod1', take), lift1: by('mod2', lift), take2: by('mod1', take), lift2: by('mod2', lift), c: comment },
    { take1: by('mod1', take), lift1: by('mod2', lift), take2: by('mod3', take), lift2: by('mod4', lift), c: comment },
  ].map((elements) => worldOf(measure, elements))
}

const until = 50_000
const timed: Fields = { type: 'mute', target: 'bob', until }

/** A mute that ends by the latest time that bob has seen, whatever his own clock says. */
const timedMute: SmallWorld = {
  name: 'mute with an end, a later time, an unmute, and a comment',
  cores: ['alice', 'bob', 'mod1', 'mod2'],
  prologue: [
    ...['mod1', 'mod2'].map((by) =>
      step(`role of ${by}`, 'alice', { type: 'role.set', target: by, role: 'collaborator' }),
    ),
    step('t', 'alice', { type: 'thread.open' }),
  ],
  elements: {
    mute: { by: 'mod1', action: timed, at: 1_000 },
    tick: { by: 'alice', action: { type: 'ack' }, at: until },
    unmute: { by: 'mod2', action: { type: 'unmute', target: 'bob' }, at: 2_000 },
    c: { ...comment, at: 3_000 },
  },
  cited: (one, order) =>
    one === 'c' && order.before('mute', one) && !isOver(order) && !isUnmuted(order) ? 'violation muted' : undefined,
  present: (one, order, there) =>
    one === 'c' && there.has('mute') && !order.before('c', 'mute') && !isOver(order) && !isUnmuted(order)
      ? 'hidden muted'
      : 'accepted',
  // By now everybody has seen the later time, unless it waits behind the violation.
  state: (order, there) => ({
    muted:
      there.has('tick') || !there.has('mute') || (there.has('unmute') && order.before('mute', 'unmute')) ? [] : ['bob'],
  }),
}
const isOver = (order: SmallOrder): boolean => order.before('tick', 'c')
const isUnmuted = (order: SmallOrder): boolean => order.before('unmute', 'c') && order.before('mute', 'unmute')

/** A lock counts unless its author is muted for it; bob's comment falls to one that counts. */
const lockByTheMuted: SmallWorld = {
  name: 'mute of a moderator, unmute, their lock, and a comment',
  cores: ['alice', 'bob', 'mod1', 'mod2', 'mod3'],
  prologue: [
    ...timedMute.prologue,
    step('role of mod3', 'alice', { type: 'role.set', target: 'mod3', role: 'collaborator' }),
  ],
  elements: {
    mute: { by: 'mod1', action: { type: 'mute', target: 'mod2' } },
    unmute: { by: 'mod3', action: { type: 'unmute', target: 'mod2' } },
    lock: { by: 'mod2', action: { type: 'thread.lock', thread: 't' } },
    c: comment,
  },
  cited: (one, order) => {
    if (one === 'lock') return order.before('mute', 'lock') && !isForgiven(order) ? 'violation muted' : undefined
    if (one !== 'c' || !order.before('lock', 'c')) return undefined
    const isVoid = order.before('mute', 'c') && !order.before('lock', 'mute') && !isForgiven(order)
    return isVoid ? undefined : 'violation locked'
  },
  present: (one, order, there) => {
    const isVoid = there.has('mute') && !order.before('lock', 'mute') && !isForgiven(order)
    if (one === 'lock') return isVoid ? 'hidden void' : 'accepted'
    return one === 'c' && there.has('lock') && !isVoid && !order.before('c', 'lock') ? 'hidden locked' : 'accepted'
  },
}
const isForgiven = (order: SmallOrder): boolean => order.before('unmute', 'lock') && order.before('mute', 'unmute')

/** Mutes, locks and bans, what lifts them, and comments, in every concurrency. */
export const moderationWorlds: readonly SmallWorld[] = [...measures.flatMap(worldsOf), timedMute, lockByTheMuted]
