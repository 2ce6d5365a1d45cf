import { describe, expect, it } from '@jest/globals'
import { runScenario } from '../conformance/run-scenario.js'
import type { ScenarioStep } from '../conformance/scenario.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { permissions } from './permissions.js'

const crypto = trustingCrypto

type Fields = Readonly<Record<string, unknown>> & { readonly type: string }
type Verdict = 'yes' | 'no'

/**
 * The table of docs/protocol.md, section 5: who may (normal, collaborator, admin) on what is somebody else's, on what is their own, and what a
 * lock leaves of it. `own` is the same line on the author's own thread or comment; without it, it makes no difference.
 */
interface Line {
  readonly action: Fields
  readonly who: readonly [normal: Verdict, collaborator: Verdict, admin: Verdict]
  readonly own?: readonly [normal: Verdict, collaborator: Verdict, admin: Verdict]
  /** On the author's own, in a locked thread. */
  readonly locked?: readonly [normal: Verdict, collaborator: Verdict, admin: Verdict]
  /** ◆: a muted person may not. */
  readonly takesPart?: true
}

const all = ['yes', 'yes', 'yes'] as const
const staff = ['no', 'yes', 'yes'] as const
const admin = ['no', 'no', 'yes'] as const
const nobody = ['no', 'no', 'no'] as const

const table: readonly Line[] = [
  { action: { type: 'join' }, who: all },
  { action: { type: 'ack' }, who: all },
  { action: { type: 'repository.set', name: 'renamed' }, who: admin },
  { action: { type: 'fork.announce' }, who: all },
  { action: { type: 'thread.open' }, who: all, takesPart: true },
  { action: { type: 'comment', thread: 'issue' }, who: all, own: all, locked: staff, takesPart: true },
  { action: { type: 'comment.edit', comment: 'text' }, who: nobody, own: all, locked: staff, takesPart: true },
  { action: { type: 'comment.redact', comment: 'text' }, who: nobody, own: all, locked: all },
  { action: { type: 'comment.hide', comment: 'text' }, who: staff, own: staff },
  { action: { type: 'comment.unhide', comment: 'text' }, who: staff, own: staff },
  { action: { type: 'react', target: 'text' }, who: all, own: all, locked: staff, takesPart: true },
  { action: { type: 'thread.title', thread: 'issue' }, who: staff, own: all, locked: staff, takesPart: true },
  { action: { type: 'thread.close', thread: 'issue' }, who: staff, own: all, locked: all, takesPart: true },
  { action: { type: 'thread.reopen', thread: 'issue' }, who: staff, own: all, locked: all, takesPart: true },
  { action: { type: 'thread.lock', thread: 'issue' }, who: staff, own: staff, takesPart: true },
  { action: { type: 'thread.unlock', thread: 'issue' }, who: staff, own: staff, takesPart: true },
  { action: { type: 'thread.label', thread: 'issue', add: ['bug'] }, who: staff, own: staff, takesPart: true },
  { action: { type: 'thread.assign', thread: 'issue', add: ['x'] }, who: staff, own: staff, takesPart: true },
  { action: { type: 'thread.milestone', thread: 'issue', add: ['1.0'] }, who: staff, own: staff, takesPart: true },
  { action: { type: 'pull.revise', thread: 'pull' }, who: staff, own: all, locked: all, takesPart: true },
  { action: { type: 'pull.review', thread: 'pull' }, who: all, own: all, locked: staff, takesPart: true },
  { action: { type: 'pull.merge', thread: 'pull' }, who: staff, own: staff, takesPart: true },
  { action: { type: 'mute', target: 'someone' }, who: staff },
  { action: { type: 'mute', target: 'helper' }, who: staff },
  { action: { type: 'mute', target: 'founder' }, who: admin },
  { action: { type: 'mute', target: 'author' }, who: admin },
  { action: { type: 'unmute', target: 'someone' }, who: staff },
  { action: { type: 'unmute', target: 'helper' }, who: staff },
  { action: { type: 'unmute', target: 'founder' }, who: admin },
  { action: { type: 'unmute', target: 'author' }, who: admin },
  { action: { type: 'role.set', target: 'someone', role: 'collaborator' }, who: admin },
  { action: { type: 'role.set', target: 'author', role: 'normal' }, who: nobody },
  { action: { type: 'git.policy', role: 'collaborator', capabilities: ['merge'] }, who: admin },
  { action: { type: 'core.ban', core: 'someone' }, who: staff },
  { action: { type: 'core.ban', core: 'helper' }, who: staff },
  { action: { type: 'core.ban', core: 'founder' }, who: nobody },
  { action: { type: 'core.pardon', core: 'someone' }, who: admin },
]

const roles = ['normal', 'collaborator', 'admin'] as const

const step = (id: string, by: string, action: Fields): ScenarioStep => ({ id, by, sees: 'all', at: 1000, action })

const opening = (by: string): ScenarioStep[] => [
  step('issue', by, { type: 'thread.open' }),
  step('pull', by, { type: 'thread.open', kind: 'pull' }),
  step('text', by, { type: 'comment', thread: 'issue' }),
]

/** What becomes of the action after `before`, by an author of the role, on threads that `opener` opened. */
const outcomeOf = async (
  action: Fields,
  role: string,
  opener: string,
  before: readonly ScenarioStep[] = [],
): Promise<string> => {
  const { outcomes, failures } = await runScenario(
    {
      name: `${action.type} by ${role}`,
      kind: 'repository',
      cores: ['founder', 'author', 'someone', 'helper'],
      users: [],
      steps: [
        step('helping', 'founder', { type: 'role.set', target: 'helper', role: 'collaborator' }),
        step('role', 'founder', { type: 'role.set', target: 'author', role }),
        ...opening(opener),
        ...before,
        step('tried', 'author', action),
      ],
      expect: {},
    },
    { crypto, orders: 0, seed: 1 },
  )
  expect(failures).toEqual([])
  const tried = outcomes['tried']
  return tried?.reason === undefined ? String(tried?.outcome) : `${tried.outcome} ${tried.reason}`
}

const expected = (verdict: Verdict | undefined, reason: string): string =>
  verdict === 'yes' ? 'accepted' : `violation ${reason}`
const named = (line: Line): string => JSON.stringify(line.action)

describe('The permission table', () => {
  it.each(table.map((line) => [named(line), line] as const))(
    '%s on what is somebody else’s',
    async (_name, { action, who }) => {
      for (const [index, role] of roles.entries()) {
        expect({ role, outcome: await outcomeOf(action, role, 'someone') }).toEqual({
          role,
          outcome: expected(who[index], 'not-permitted'),
        })
      }
    },
  )

  it.each(table.flatMap((line) => (line.own === undefined ? [] : [[named(line), line, line.own] as const])))(
    '%s on their own',
    async (_name, { action }, own) => {
      for (const [index, role] of roles.entries()) {
        expect({ role, outcome: await outcomeOf(action, role, 'author') }).toEqual({
          role,
          outcome: expected(own[index], 'not-permitted'),
        })
      }
    },
  )

  it.each(table.flatMap((line) => (line.locked === undefined ? [] : [[named(line), line, line.locked] as const])))(
    '%s in a locked thread',
    async (_name, { action }, locked) => {
      const locks = ['issue', 'pull'].map((thread) =>
        step(`lock-${thread}`, 'founder', { type: 'thread.lock', thread }),
      )
      for (const [index, role] of roles.entries()) {
        expect({ role, outcome: await outcomeOf(action, role, 'author', locks) }).toEqual({
          role,
          outcome: expected(locked[index], 'locked'),
        })
      }
    },
  )

  it.each(table.filter(({ who }) => who[2] === 'yes').map((line) => [named(line), line] as const))(
    '%s while muted',
    async (_name, { action, takesPart }) => {
      const mute = step('mute', 'founder', { type: 'mute', target: 'author' })
      expect(await outcomeOf(action, 'admin', 'author', [mute])).toBe(
        takesPart === true ? 'violation muted' : 'accepted',
      )
    },
  )

  it.each(table.filter(({ who }) => who[2] === 'yes').map((line) => [named(line), line] as const))(
    '%s with an origin is an admin’s only',
    async (_name, { action }) => {
      const imported = { ...action, origin: {} }
      expect(await outcomeOf(imported, 'admin', 'someone')).toBe('accepted')
      expect(await outcomeOf(imported, 'collaborator', 'someone')).toBe('violation not-permitted')
    },
  )

  it('leaves out nobody’s line', () => {
    const tested = new Set(table.map(({ action }) => action.type))
    const besides = ['repository.create', 'identity.claim', 'identity.pair', 'identity.unpair', 'evidence.equivocation']
    expect(
      Object.keys(permissions)
        .filter((type) => !tested.has(type))
        .sort(),
    ).toEqual(besides.sort())
  })
})
