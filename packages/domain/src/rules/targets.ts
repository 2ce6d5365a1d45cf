import type { Action } from '../action.js'
import type { CoreKey, OpId } from '../ids.js'

/** What kind of op an action may be about (section 5: "in the past, and of the right kind"). */
export type TargetKind = 'thread' | 'pull' | 'text'

export type TargetReference =
  | {
      readonly id: OpId
      readonly kind: TargetKind
      /** The target decides which thread the op belongs to, and whether it is the author's own. */
      readonly main: boolean
    }
  /** The op in which the branch of a fork ends that a pardon lets count; sound or not, it must be the core's. */
  | { readonly id: OpId; readonly kind: 'branch'; readonly core: CoreKey; readonly main: false }

const thread = (id: OpId): TargetReference => ({ id, kind: 'thread', main: true })
const pull = (id: OpId): TargetReference => ({ id, kind: 'pull', main: true })
const text = (id: OpId): TargetReference => ({ id, kind: 'text', main: true })

/** The ops that an action names. Cores and users that it names are not looked up. */
export const targetsOf = (action: Action): readonly TargetReference[] => {
  switch (action.type) {
    case 'comment':
      return action.replyTo === undefined
        ? [thread(action.thread)]
        : [thread(action.thread), { id: action.replyTo, kind: 'text', main: false }]
    case 'thread.title':
    case 'thread.close':
    case 'thread.reopen':
    case 'thread.lock':
    case 'thread.unlock':
    case 'thread.label':
    case 'thread.assign':
    case 'thread.milestone':
      return [thread(action.thread)]
    case 'pull.revise':
    case 'pull.review':
    case 'pull.merge':
      return [pull(action.thread)]
    case 'comment.edit':
    case 'comment.redact':
    case 'comment.hide':
    case 'comment.unhide':
      return [text(action.comment)]
    case 'react':
      return [text(action.target)]
    case 'core.pardon':
      return action.head === undefined ? [] : [{ id: action.head, kind: 'branch', core: action.core, main: false }]
    case 'repository.create':
    case 'repository.set':
    case 'join':
    case 'ack':
    case 'fork.announce':
    case 'thread.open':
    case 'mute':
    case 'unmute':
    case 'role.set':
    case 'git.policy':
    case 'core.ban':
    case 'identity.claim':
    case 'identity.pair':
    case 'identity.unpair':
    case 'evidence.equivocation':
    case 'user.create':
    case 'profile.set':
    case 'device.authorize':
    case 'device.revoke':
    case 'core.link':
    case 'core.unlink':
      return []
    default: {
      const unknown: never = action
      return unknown
    }
  }
}

/** Whether an op of this action is a target of the kind. */
export const isOfKind = (action: Action, kind: TargetKind): boolean => {
  switch (kind) {
    case 'thread':
      return action.type === 'thread.open'
    case 'pull':
      return action.type === 'thread.open' && action.kind === 'pull'
    case 'text':
      return action.type === 'comment' || action.type === 'thread.open' || action.type === 'pull.review'
    default: {
      const unknown: never = kind
      return unknown
    }
  }
}
