import type { Action, RepositoryAction } from '../action.js'
import { standingLock } from '../facts/locks.js'
import { standingMute } from '../facts/mutes.js'
import type { Reason } from '../outcome.js'
import type { OpId } from '../ids.js'
import { ruleOf } from '../rules/permissions.js'
import type { Situation } from '../rules/situation.js'

export interface Denial {
  readonly reason: Extract<Reason, 'not-permitted' | 'muted' | 'locked'>
  readonly rule: string
  readonly decidedBy: readonly OpId[]
}

const notPermitted = (author: Situation, rule: string): Denial => {
  const { target } = author.op
  const close = rule === 'thread.reopen' && author.isSelf ? author.foreignClose(author.op) : undefined
  const roles = author.roleRestsOn.map(({ known }) => known.id)
  const decidedBy = close !== undefined ? [close.id] : roles.length > 0 || target === undefined ? roles : [target.id]
  return { reason: 'not-permitted', rule, decidedBy }
}

/** What the rules have against an op in one state, the reasons in the order of section 4: `not-permitted`, `muted`, `locked`. */
export const denialOf = (action: Action, author: Situation): Denial | undefined => {
  const rule = ruleOf(action.type)
  if (rule === undefined) return undefined
  if (action.origin !== undefined && !author.isAdmin) return notPermitted(author, 'origin')
  const permission = rule.permits(action as RepositoryAction, author)
  if (permission === 'no') return notPermitted(author, action.type)
  if (rule.takesPart) {
    const mute = standingMute(author.facts, author.author, author.op)
    if (mute !== undefined) return { reason: 'muted', rule: action.type, decidedBy: [mute.known.id] }
  }
  if (permission === 'unlocked' && author.op.thread !== undefined) {
    const lock = standingLock(author.facts, author.op.thread, author.op)
    if (lock !== undefined) return { reason: 'locked', rule: action.type, decidedBy: [lock.known.id] }
  }
  return undefined
}
