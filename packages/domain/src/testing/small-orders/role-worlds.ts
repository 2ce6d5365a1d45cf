import { type Element, type Fields, type SmallOrder, type SmallWorld, step, type There } from './small-world.js'

const role = (target: string, to: string): Fields => ({ type: 'role.set', target, role: to })

/** Admins in the order of their seniority, eve among them; dave has no role. */
const admins = ['sam', 'eve', 'jim', 'adm']
const cores = ['alice', ...admins, 'dave', 'mod', 'bob']
const prologue = [
  ...admins.map((name) => step(`role of ${name}`, 'alice', role(name, 'admin'))),
  step('role of mod', 'alice', role('mod', 'collaborator')),
  step('t', 'alice', { type: 'thread.open' }),
]

/** Who outranks eve. */
const outranks: readonly (readonly [by: string, isSenior: boolean])[] = [
  ['alice', true],
  ['sam', true],
  ['jim', false],
]

const grant: Element = { by: 'eve', action: role('dave', 'collaborator') }
const act: Element = { by: 'dave', action: { type: 'thread.label', thread: 't', add: ['bug'] } }
const notPermitted = 'violation not-permitted'

/** Eve is demoted and promoted again while she promotes dave, and he uses it. */
const demotion = (by: string, isSenior: boolean, isRegranted: boolean): SmallWorld => {
  const isDemoted = (order: SmallOrder, isSeen: (name: string) => boolean): boolean =>
    isSeen('demote') && !(isRegranted && isSeen('regrant') && order.before('demote', 'regrant'))
  const isVoid = (order: SmallOrder, isSeen: (name: string) => boolean): boolean =>
    isSenior && isSeen('demote') && order.concurrent('demote', 'grant')
  return {
    name: `demotion by ${by}, ${isRegranted ? 'promotion again, ' : ''}grant and act`,
    cores,
    prologue,
    elements: {
      demote: { by, action: role('eve', 'normal') },
      ...(isRegranted ? { regrant: { by: 'adm', action: role('eve', 'admin') } } : {}),
      grant,
      act,
    },
    cited: (one, order) => {
      const isSeen = (other: string): boolean => order.before(other, one)
      if (one === 'grant') return isDemoted(order, isSeen) ? notPermitted : undefined
      return one === 'act' && (!isSeen('grant') || isVoid(order, isSeen)) ? notPermitted : undefined
    },
    present: (one, order, { has }) => {
      if (one === 'grant') return isVoid(order, has) ? 'hidden void' : 'accepted'
      return one === 'act' && isVoid(order, has) ? 'hidden not-permitted' : 'accepted'
    },
    state: (order, { has }, outcomes) => ({
      roles: {
        eve: isDemoted(order, has) ? 'normal' : 'admin',
        dave: outcomes['grant'] === 'accepted' ? 'collaborator' : 'normal',
      },
    }),
  }
}

/** Sam and eve, his junior, demote each other, and both promote somebody else. */
const mutualDemotion: SmallWorld = {
  name: 'mutual demotion of a senior and a junior, and what each does beside it',
  cores,
  prologue,
  elements: {
    junior: { by: 'eve', action: role('sam', 'normal') },
    senior: { by: 'sam', action: role('eve', 'normal') },
    x: { by: 'eve', action: role('dave', 'collaborator') },
    y: { by: 'sam', action: role('bob', 'collaborator') },
  },
  cited: (one, order) => {
    const isSeen = (other: string): boolean => order.before(other, one)
    const isByEve = one === 'junior' || one === 'x'
    if (isByEve) return isSeen('senior') ? notPermitted : undefined
    // What the junior decided falls to the senior's decision beside it, where that is seen as well.
    const isUndone = isSeen('senior') && order.concurrent('junior', 'senior')
    return isSeen('junior') && !isUndone ? notPermitted : undefined
  },
  present: (one, order, { has }) =>
    (one === 'junior' || one === 'x') && has('senior') && order.concurrent(one, 'senior') ? 'hidden void' : 'accepted',
  state: (_order, _there, outcomes) => ({
    roles: {
      sam: outcomes['junior'] === 'accepted' ? 'normal' : 'admin',
      eve: outcomes['senior'] === 'accepted' ? 'normal' : 'admin',
      dave: outcomes['x'] === 'accepted' ? 'collaborator' : 'normal',
      bob: outcomes['y'] === 'accepted' ? 'collaborator' : 'normal',
    },
  }),
}

/** A ban of eve, its pardon, and a role that she gives: she falls to what she has seen, and to seniors. */
const bannedGrant = (by: string, isSenior: boolean): SmallWorld => ({
  name: `ban by ${by}, pardon, and grant`,
  cores,
  prologue,
  elements: {
    ban: { by, action: { type: 'core.ban', core: 'eve' } },
    pardon: { by: 'adm', action: { type: 'core.pardon', core: 'eve' } },
    grant,
  },
  cited: () => undefined,
  present: (one, order) => {
    if (one !== 'grant' || order.before('grant', 'ban')) return 'accepted'
    const isLifted = order.before('pardon', 'grant') && order.before('ban', 'pardon')
    const falls = order.before('ban', 'grant') ? !isLifted : isSenior
    return falls ? 'ignored blacklisted' : 'accepted'
  },
  state: (order, _there, outcomes) => ({
    roles: { dave: outcomes['grant'] === 'accepted' ? 'collaborator' : 'normal' },
    blacklist: order.before('ban', 'pardon') ? [] : ['eve'],
  }),
})

/** One bans the other's core, who takes the one's role; the other also comments. */
const banAgainstDemotion = (banner: string, demoter: string, isBannerSenior: boolean): SmallWorld => ({
  name: `ban by ${banner} against demotion by ${demoter}, and a comment`,
  cores,
  prologue,
  elements: {
    ban: { by: banner, action: { type: 'core.ban', core: demoter } },
    demote: { by: demoter, action: role(banner, 'normal') },
    c: { by: demoter, action: { type: 'comment', thread: 't' } },
  },
  cited: (one, order) => (one === 'ban' && order.before('demote', 'ban') ? notPermitted : undefined),
  present: (one, order, { has }) => {
    const isBanVoid = !isBannerSenior && has('demote') && order.concurrent('ban', 'demote')
    if (one === 'ban') return isBanVoid ? 'hidden void' : 'accepted'
    if (!has('ban') || isBanVoid || order.before(one, 'ban')) return 'accepted'
    return 'ignored blacklisted'
  },
  state: (_order, _there, outcomes) => ({
    roles: { [banner]: outcomes['demote'] === 'accepted' ? 'normal' : 'admin' },
    blacklist: [
      ...(outcomes['ban'] === 'accepted' ? [demoter] : []),
      ...(outcomes['ban'] === notPermitted ? [banner] : []),
    ],
  }),
})

/** A moderator bans bob, who becomes an admin and demotes the moderator. */
const moderatorAgainstAdmin: SmallWorld = {
  name: 'a moderator’s ban, the promotion of who is banned, and how they strike back',
  cores,
  prologue,
  elements: {
    ban: { by: 'mod', action: { type: 'core.ban', core: 'bob' } },
    promote: { by: 'alice', action: role('bob', 'admin') },
    strike: { by: 'bob', action: role('mod', 'normal') },
    c: { by: 'bob', action: { type: 'comment', thread: 't' } },
  },
  cited: (one, order) => {
    if (one === 'ban') return order.before('promote', 'ban') ? notPermitted : undefined
    return one === 'strike' && !order.before('promote', 'strike') ? notPermitted : undefined
  },
  // The moderator has their role for longer than bob has his, so they are senior to what he decides.
  present: (one, order, { has }) =>
    (one === 'strike' || one === 'c') && has('ban') && !order.before(one, 'ban') ? 'ignored blacklisted' : 'accepted',
  state: (_order, there, outcomes) => ({
    roles: { mod: outcomes['strike'] === 'accepted' ? 'normal' : 'collaborator', bob: bobsRole(there) },
  }),
}
const bobsRole = ({ has }: There): string => (has('promote') ? 'admin' : 'normal')

/** Roles given and taken, bans of who gives them, and what rests on them, in every concurrency. */
export const roleWorlds: readonly SmallWorld[] = [
  ...outranks.flatMap(([by, isSenior]) => [
    demotion(by, isSenior, false),
    demotion(by, isSenior, true),
    bannedGrant(by, isSenior),
  ]),
  mutualDemotion,
  banAgainstDemotion('eve', 'sam', false),
  banAgainstDemotion('sam', 'eve', true),
  moderatorAgainstAdmin,
]
