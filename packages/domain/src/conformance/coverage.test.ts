import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parseAllDocuments } from 'yaml'
import { actionShapes, isActionType } from '../encoding/action-shapes.js'
import { isAuthority } from '../facts/authority-op.js'
import type { Role } from '../action.js'
import { parseScenario } from './parse-scenario.js'
import type { Scenario } from './scenario.js'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const roles = ['normal', 'collaborator', 'admin'] as const
type Cells = { readonly [R in Role]: string }

/** A line of the table of section 5, for one of the actions that it names. */
interface Line extends Cells {
  readonly action: string
  readonly takesPart: boolean
}

/** The table of section 5, read from the text. */
const linesOf = (protocol: string): Line[] => {
  const section = protocol.slice(protocol.indexOf('\n## 5. '), protocol.indexOf('\n## 6. '))
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [named = '', , normal = '', collaborator = '', admin = ''] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim())
      return [...named.matchAll(/`([a-z.]+)`/g)].flatMap(([, action = '']) =>
        isActionType(action) ? [{ action, takesPart: named.includes('◆'), normal, collaborator, admin }] : [],
      )
    })
}

interface Tried {
  readonly action: string
  readonly role: Role
  readonly outcome: string
  readonly reason: string
}

/** What the files expect of each step, by the role that the file's `role.set`s so far give its author. */
const triedIn = ({ cores, steps, expect: expected }: Scenario): Tried[] => {
  const held = new Map<string, Role>([[cores[0] ?? '', 'admin']])
  const outcomes = (expected['outcomes'] ?? {}) as Readonly<Record<string, { outcome: string; reason?: string }>>
  return steps.flatMap(({ id, by, action }) => {
    const role = held.get(by) ?? 'normal'
    const outcome = outcomes[id]
    if (action?.type === 'role.set' && (outcome?.outcome ?? 'accepted') === 'accepted')
      held.set(String(action['target']), action['role'] as Role)
    return outcome === undefined
      ? []
      : [{ action: action?.type ?? 'raw', role, outcome: outcome.outcome, reason: outcome.reason ?? '' }]
  })
}

const folder = join(root, 'conformance')
const tried = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')))
  .map((document) => parseScenario(document.toJS()))
  .flatMap((parsed) => (parsed.ok ? triedIn(parsed.scenario) : []))

const isAccepted = ({ outcome }: Tried): boolean => outcome === 'accepted'
const isRefused = ({ outcome }: Tried): boolean => outcome === 'violation' || outcome === 'hidden'

/** What a line asks for: an accepted step where its cell permits anything, a refused one where it does not permit everything. */
const missingOf = (line: Line): string[] => {
  const of = tried.filter(({ action }) => action === line.action)
  const { action, takesPart } = line
  // Lines that say the same whatever the role have one cell.
  if (line.normal !== '' && line.collaborator === '' && line.admin === '')
    return of.some(isRefused) ? [] : [`${action}: none is refused`]
  return roles.flatMap((role) => {
    const ofRole = of.filter((one) => one.role === role)
    const cell = line[role]
    return [
      ...(cell === '' || ofRole.some(isAccepted) ? [] : [`${action} by ${role}: none is accepted`]),
      ...((cell === '✓' && !takesPart) || ofRole.some(isRefused) ? [] : [`${action} by ${role}: none is refused`]),
    ]
  })
}

/** What is never held, nor kept from a machine that was given up (section 7). */
const isFree = (action: string): boolean =>
  action.startsWith('identity.') || ['join', 'ack', 'evidence.equivocation'].includes(action)
/** Fields by which an action names an op. */
const naming = ['thread', 'comment', 'replyTo', 'head']
const namesAnOp = (action: string): boolean =>
  isActionType(action) && (action === 'react' || naming.some((field) => field in actionShapes[action].header))

/** The refusals that the text has for a line, each seen by the author and not, whatever the cells say. */
const refusalsOf = (line: Line): string[] => {
  const { action, takesPart, normal, admin } = line
  const undone = isAuthority({ type: action }) ? 'hidden void' : undefined
  const needsRole = (normal === '' || normal.startsWith('self')) && admin !== '' && !admin.startsWith('self')
  const hasLocks = roles.some((role) => line[role].includes('unlocked'))
  return [
    ...(isFree(action) ? [] : ['held unconfirmed', 'hidden unconfirmed']),
    ...(needsRole ? ['violation not-permitted', undone ?? 'hidden not-permitted'] : []),
    ...(takesPart ? ['violation muted', undone ?? 'hidden muted'] : []),
    ...(hasLocks ? ['violation locked', 'hidden locked'] : []),
    ...(namesAnOp(action) ? ['violation unknown-target'] : []),
    'ignored blacklisted',
    'ignored equivocation',
  ]
}

describe('The scenario files of conformance/', () => {
  const lines = linesOf(readFileSync(join(root, 'docs', 'protocol.md'), 'utf8'))

  it('find the table of section 5 where it was', () => {
    expect(lines).toContainEqual({
      action: 'comment',
      takesPart: true,
      normal: '✓ unlocked',
      collaborator: '✓',
      admin: '✓',
    })
    expect(new Set(lines.map(({ action }) => action)).size).toBe(33)
  })

  it('show of every line of section 5 whom it permits and whom it refuses', () => {
    expect(lines.flatMap(missingOf)).toEqual([])
  })

  it('show of every line what comes of it when something comes between', () => {
    const shown = new Set(tried.map(({ action, outcome, reason }) => `${action}: ${outcome} ${reason}`))
    const wanted = lines
      .filter(({ action }) => action !== 'repository.create')
      .flatMap((line) => refusalsOf(line).map((refusal) => `${line.action}: ${refusal}`))
    expect(wanted.length).toBeGreaterThan(150)
    expect(wanted.filter((one) => !shown.has(one))).toEqual([])
  })

  it.each([
    ['violation', 'malformed'],
    ['violation', 'unknown-target'],
    ['violation', 'forged-claim'],
    ['violation', 'claimed-twice'],
    ['violation', 'forged-author'],
    ['violation', 'pairing-abuse'],
    ['violation', 'not-permitted'],
    ['violation', 'muted'],
    ['violation', 'locked'],
    ['hidden', 'not-permitted'],
    ['hidden', 'muted'],
    ['hidden', 'locked'],
    ['hidden', 'void'],
    ['hidden', 'unconfirmed'],
    ['held', 'unconfirmed'],
    ['ignored', 'blacklisted'],
    ['ignored', 'equivocation'],
    ['ignored', 'unauthorised'],
    ['parked', ''],
    ['parked', 'needs-upgrade'],
  ])('come to %s %s', (outcome, reason) => {
    expect(tried.filter((one) => one.outcome === outcome && one.reason === reason)).not.toEqual([])
  })
})
