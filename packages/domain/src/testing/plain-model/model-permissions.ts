import type { Reason } from '../../outcome.js'
import { targetsOf } from '../../rules/targets.js'
import type { ModelFacts } from './model-facts.js'
import { areConcurrent, isA, isBefore, isLater, type ModelOp, ofType } from './model-op.js'
import { presentOutcome } from './model-outcome.js'

type State = 'cited' | 'present'

const closings = ['thread.close', 'thread.reopen', 'pull.merge'] as const

const mainTarget = (op: ModelOp, facts: ModelFacts): ModelOp | undefined => {
  const main = op.action === undefined ? undefined : targetsOf(op.action).find((reference) => reference.main)
  return main === undefined ? undefined : facts.log.find(main.id, op.past)
}

/** The thread that an op is in. */
export const threadOf = (op: ModelOp, facts: ModelFacts): ModelOp | undefined => {
  if (isA(op, 'thread.open')) return op
  const target = mainTarget(op, facts)
  return target === undefined ? undefined : threadOf(target, facts)
}

const isSelf = (op: ModelOp, facts: ModelFacts): boolean => {
  const target = mainTarget(op, facts)
  if (target === undefined || !facts.isSame(target.core, op.core)) return false
  const imported = target.action?.origin
  return imported === undefined || imported.source === op.action?.origin?.source
}

const foreignClose = (op: ModelOp, facts: ModelFacts, state: State): boolean => {
  const thread = threadOf(op, facts)
  const all = ofType(facts.set, ...closings).filter(
    (one) => one !== op && threadOf(one, facts) === thread && facts.log.settled(one) === undefined,
  )
  const isForeign = (one: ModelOp): boolean => !isA(one, 'thread.reopen') && !facts.isSame(one.core, op.core)
  if (state === 'present')
    return all.some(
      (one) => isForeign(one) && areConcurrent(one, op) && presentOutcome(one, facts).outcome === 'accepted',
    )
  const accepted = all.filter((one) => isBefore(one, op) && presentOutcome(one, facts).outcome === 'accepted')
  const standing = accepted
    .filter((one) => !accepted.some((other) => isBefore(one, other)))
    .sort((a, b) => (isLater(a, b) ? -1 : 1))[0]
  return standing !== undefined && isForeign(standing)
}

const participating: readonly string[] = [
  'thread.open',
  'comment',
  'comment.edit',
  'react',
  'thread.title',
  'thread.close',
  'thread.reopen',
  'thread.lock',
  'thread.unlock',
  'thread.label',
  'thread.assign',
  'thread.milestone',
  'pull.revise',
  'pull.review',
  'pull.merge',
]

const yes = (holds: boolean): 'yes' | 'no' => (holds ? 'yes' : 'no')

/** The table of section 5: whether the op is permitted, and whether only while its thread is unlocked. */
const permission = (op: ModelOp, facts: ModelFacts, state: State): 'yes' | 'no' | 'unlocked' => {
  const { action } = op
  if (action === undefined) return 'no'
  const role = facts.role(op.core, op)
  const isNormal = role === 'normal'
  const isAdmin = role === 'admin'
  const over = (target: string): 'yes' | 'no' =>
    yes(isAdmin || (!isNormal && !facts.isSame(target, op.core) && facts.role(target, op) !== 'admin'))
  switch (action.type) {
    case 'repository.set':
    case 'git.policy':
    case 'core.pardon':
      return yes(isAdmin)
    case 'comment':
    case 'react':
    case 'pull.review':
      return isNormal ? 'unlocked' : 'yes'
    case 'comment.edit':
      return !isSelf(op, facts) ? 'no' : isNormal ? 'unlocked' : 'yes'
    case 'comment.redact':
      return yes(isSelf(op, facts))
    case 'comment.hide':
    case 'comment.unhide':
    case 'thread.lock':
    case 'thread.unlock':
    case 'thread.label':
    case 'thread.assign':
    case 'thread.milestone':
      return yes(!isNormal)
    case 'thread.title':
      return !isNormal ? 'yes' : isSelf(op, facts) ? 'unlocked' : 'no'
    case 'thread.close':
    case 'pull.revise':
      return yes(!isNormal || isSelf(op, facts))
    case 'thread.reopen':
      return yes(!isNormal || (isSelf(op, facts) && !foreignClose(op, facts, state)))
    case 'pull.merge':
      return yes(isAdmin || (!isNormal && facts.canMerge(op)))
    case 'mute':
    case 'unmute':
      return over(action.target)
    case 'role.set':
      return yes(isAdmin && !facts.isSame(action.target, op.core))
    case 'core.ban':
      return facts.isFounder(action.core) ? 'no' : over(action.core)
    case 'identity.unpair': {
      const user = facts.people.claimOf(action.core)?.action.user
      return yes(action.core === op.core || (user !== undefined && facts.people.firstLinked(user) === op.core))
    }
    default:
      return 'yes'
  }
}

/** What the rules have against the op, the reasons in the order of section 4. */
export const denial = (op: ModelOp, facts: ModelFacts, state: State): Reason | undefined => {
  if (op.action?.origin !== undefined && facts.role(op.core, op) !== 'admin') return 'not-permitted'
  const permitted = permission(op, facts, state)
  if (permitted === 'no') return 'not-permitted'
  if (participating.includes(op.action?.type ?? '') && facts.standingMute(op) !== undefined) return 'muted'
  const thread = threadOf(op, facts)
  if (permitted === 'unlocked' && thread !== undefined && facts.standingLock(thread.id, op) !== undefined)
    return 'locked'
  return undefined
}
