import { type Element, type Fields, type SmallOrder, type SmallWorld, step, type There } from './small-world.js'

const claim = (user: string): Fields => ({ type: 'identity.claim', user })
const pair = (core: string): Fields => ({ type: 'identity.pair', core })
const commentBy = (by: string): Element => ({ by, action: { type: 'comment', thread: 't' } })

const cores = ['alice', 'phone', 'laptop']
const users = ['u', 'v']
const opened = step('t', 'alice', { type: 'thread.open' })
/** The founder has seen it, so the phone is first-linked for good. */
const phoneIsFirst = [opened, step('phone claims', 'phone', claim('u')), step('seen', 'alice', { type: 'ack' })]

/** A second machine claims, both pair, and it comments: held from its claim on, until both have paired with both claims seen. */
const secondMachine: SmallWorld = {
  name: 'a second machine’s claim, both pairs, and a comment',
  cores,
  users,
  prologue: phoneIsFirst,
  elements: {
    claim: { by: 'laptop', action: claim('u') },
    pair: { by: 'phone', action: pair('laptop') },
    pairBack: { by: 'laptop', action: pair('phone') },
    c: commentBy('laptop'),
  },
  cited: () => undefined,
  present: (one, order) =>
    one === 'c' && order.before('claim', 'c') && !areBonded(order) ? 'held unconfirmed' : 'accepted',
  state: (order) => ({ principals: { phone: 'phone', laptop: areBonded(order) ? 'phone' : 'laptop' } }),
}
const areBonded = (order: SmallOrder): boolean => order.before('claim', 'pair') && order.before('claim', 'pairBack')

/** A machine is given up and pairs again: what it writes counts where its own past shows both. */
const givenUp: SmallWorld = {
  name: 'an unpairing, both pairs again, and a comment',
  cores,
  users,
  prologue: [
    ...phoneIsFirst,
    step('laptop claims', 'laptop', claim('u')),
    step('paired', 'phone', pair('laptop')),
    step('paired back', 'laptop', pair('phone')),
  ],
  elements: {
    unpair: { by: 'phone', action: { type: 'identity.unpair', core: 'laptop' } },
    pair: { by: 'phone', action: pair('laptop') },
    pairBack: { by: 'laptop', action: pair('phone') },
    c: commentBy('laptop'),
  },
  cited: (one, order) => {
    if (one !== 'c' || !order.before('unpair', 'c')) return undefined
    const isHealed = ['pair', 'pairBack'].every((name) => order.before('unpair', name) && order.before(name, 'c'))
    return isHealed ? undefined : 'violation not-permitted'
  },
  present: (one, order, { has }) =>
    one === 'c' && has('unpair') && order.concurrent('unpair', 'c') ? 'hidden unconfirmed' : 'accepted',
  state: () => ({ principals: { phone: 'phone', laptop: 'phone' } }),
}

/** The claims that no other one has in its past, of which the founder's op has seen some, or none. */
const firstLinkedOf = (order: SmallOrder, { has, id }: There): string => {
  const claims = ['phone claims', 'laptop claims'].filter((name) => has(name))
  const first = claims.filter((one) => !claims.some((other) => order.before(other, one)))
  const seen = first.filter((one) => order.before(one, 'seen'))
  const [smallest = ''] = (seen.length === 0 ? first : seen).toSorted((a, b) => (id(a) < id(b) ? -1 : 1))
  return smallest.replace(' claims', '')
}

/** Two new machines of one person claim at once: what the founder has seen decides, then the smaller id. */
const race: SmallWorld = {
  name: 'two new machines that claim, the founder’s next op, and a comment',
  cores,
  users,
  prologue: [opened],
  elements: {
    'phone claims': { by: 'phone', action: claim('u') },
    'laptop claims': { by: 'laptop', action: claim('u') },
    seen: { by: 'alice', action: { type: 'ack' } },
    c: commentBy('laptop'),
  },
  cited: () => undefined,
  present: (one, order, there) =>
    one === 'c' && order.before('laptop claims', 'c') && firstLinkedOf(order, there) !== 'laptop'
      ? 'held unconfirmed'
      : 'accepted',
  state: () => ({ principals: { phone: 'phone', laptop: 'laptop' }, blacklist: [] }),
}

/** A pair with the core of another user is a strike where both claims were seen, and nothing at all otherwise. */
const crossUser: SmallWorld = {
  name: 'the claims of two users, and the pairs of both with each other',
  cores,
  users,
  prologue: [opened],
  elements: {
    'phone claims': { by: 'phone', action: claim('u') },
    'laptop claims': { by: 'laptop', action: claim('v') },
    pair: { by: 'phone', action: pair('laptop') },
    pairBack: { by: 'laptop', action: pair('phone') },
  },
  cited: () => undefined,
  present: (one, order) =>
    one.startsWith('pair') && order.before('phone claims', one) && order.before('laptop claims', one)
      ? 'hidden not-permitted'
      : 'accepted',
  state: () => ({ principals: { phone: 'phone', laptop: 'laptop' }, blacklist: [] }),
}

/** Claims, pairs and unpairings, in every concurrency. */
export const peopleWorlds: readonly SmallWorld[] = [secondMachine, givenUp, race, crossUser]
