import type { CoreKey, LogId, OpId, UserId } from './ids.js'

/**
 * The actions of both kinds of log (docs/protocol.md, sections 5 and 7), as the code sees them after decoding: header and body merged.
 * Names of persons are core keys; `assign` takes free strings, a core key in z-base-32 or the login of an imported project.
 */
export type Role = 'normal' | 'collaborator' | 'admin'
export type Capability = 'merge' | 'createBranch' | 'editFile' | 'tag' | 'release'
export type ThreadKind = 'issue' | 'pull'
export type ReviewVerdict = 'approve' | 'changes' | 'comment'

/** Where an imported action comes from; only an admin's action may carry it. `at` in ms, `number` at most 2³¹ − 1. */
export interface Origin {
  readonly source: string
  readonly author: string
  readonly at: number
  readonly url?: string
  readonly number?: number
}

export interface PullSource {
  readonly gitUrl: string
  readonly ref: string
  readonly commit: string
  readonly repository?: LogId
}

export interface ReviewLine {
  readonly path?: string
  readonly line?: number
  readonly position?: number
  /** The quoted diff, at most 4 KiB, put in by the reviewer's client. */
  readonly hunk?: string
  readonly body: string
}

interface OfType<Type extends string> {
  readonly type: Type
  readonly origin?: Origin
}
interface OnThread<Type extends string> extends OfType<Type> {
  readonly thread: OpId
}
interface OnComment<Type extends string> extends OfType<Type> {
  /** A `comment`, `thread.open` or `pull.review`. */
  readonly comment: OpId
}
interface OnPerson<Type extends string> extends OfType<Type> {
  readonly target: CoreKey
}
interface AddRemove<Type extends string> extends OnThread<Type> {
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

export interface RepositoryCreate extends OfType<'repository.create'> {
  readonly name: string
  readonly description: string
  readonly gitUrl: string
  readonly defaultBranch: string
  readonly forkOf?: LogId
}
export type Join = OfType<'join'>
export type Ack = OfType<'ack'>
export interface RepositorySet extends OfType<'repository.set'> {
  readonly name?: string
  readonly description?: string
  readonly gitUrl?: string
  readonly defaultBranch?: string
}
export interface ForkAnnounce extends OfType<'fork.announce'> {
  readonly repository: LogId
}
export interface ThreadOpen extends OfType<'thread.open'> {
  readonly kind: ThreadKind
  readonly title: string
  readonly body: string
  /** Present exactly when kind is `pull`. */
  readonly source?: PullSource
  readonly targetRef?: string
}
export interface Comment extends OnThread<'comment'> {
  readonly body: string
  readonly user?: UserId
  readonly replyTo?: OpId
}
export interface CommentEdit extends OnComment<'comment.edit'> {
  readonly body: string
}
export type CommentRedact = OnComment<'comment.redact'>
export interface CommentHide extends OnComment<'comment.hide'> {
  readonly reason?: string
}
export interface CommentUnhide extends OnComment<'comment.unhide'> {
  readonly reason?: string
}
export interface React extends OfType<'react'> {
  readonly target: OpId
  readonly emoji: string
  readonly remove?: boolean
}
export interface ThreadTitle extends OnThread<'thread.title'> {
  readonly title: string
}
export interface ThreadClose extends OnThread<'thread.close'> {
  readonly reason?: string
}
export type ThreadReopen = OnThread<'thread.reopen'>
export interface ThreadLock extends OnThread<'thread.lock'> {
  readonly reason?: string
}
export interface ThreadUnlock extends OnThread<'thread.unlock'> {
  readonly reason?: string
}
export type ThreadLabel = AddRemove<'thread.label'>
export type ThreadAssign = AddRemove<'thread.assign'>
export type ThreadMilestone = AddRemove<'thread.milestone'>
export interface PullRevise extends OnThread<'pull.revise'> {
  readonly commit: string
}
export interface PullReview extends OnThread<'pull.review'> {
  readonly commit: string
  readonly verdict: ReviewVerdict
  readonly body: string
  readonly lines: readonly ReviewLine[]
}
export interface PullMerge extends OnThread<'pull.merge'> {
  readonly mergeCommit: string
}
export interface Mute extends OnPerson<'mute'> {
  /** ms; absent: until an unmute. */
  readonly until?: number
  readonly reason?: string
}
export type Unmute = OnPerson<'unmute'>
export interface RoleSet extends OnPerson<'role.set'> {
  readonly role: Role
}
export interface GitPolicy extends OfType<'git.policy'> {
  /** Exactly one of role and target. */
  readonly role?: Role
  readonly target?: CoreKey
  readonly capabilities: readonly Capability[]
}
interface OnCore<Type extends string> extends OfType<Type> {
  readonly core: CoreKey
}
export interface CoreBan extends OnCore<'core.ban'> {
  readonly reason?: string
}
export interface CorePardon extends OnCore<'core.pardon'> {
  readonly head?: OpId
}
export interface IdentityClaim extends OfType<'identity.claim'> {
  readonly user: UserId
  readonly proof: Uint8Array
}
export type IdentityPair = OnCore<'identity.pair'>
export type IdentityUnpair = OnCore<'identity.unpair'>
export interface EvidenceEquivocation extends OnCore<'evidence.equivocation'> {
  readonly seq: number
  readonly proofA: Uint8Array
  readonly proofB: Uint8Array
}

export interface UserCreate extends OfType<'user.create'> {
  readonly name: string
}
export interface ProfileSet extends OfType<'profile.set'> {
  readonly name?: string
  readonly bio?: string
  readonly url?: string
  readonly contact?: string
}
export interface DeviceAuthorize extends OnCore<'device.authorize'> {
  readonly name: string
  readonly proof: Uint8Array
}
export interface DeviceRevoke extends OnCore<'device.revoke'> {
  readonly proof?: Uint8Array
}
export interface CoreLink extends OnCore<'core.link'> {
  readonly repository: LogId
}
export interface CoreUnlink extends OnCore<'core.unlink'> {
  readonly repository: LogId
}

export type RepositoryAction =
  | RepositoryCreate
  | RepositorySet
  | Join
  | Ack
  | ForkAnnounce
  | ThreadOpen
  | ThreadTitle
  | ThreadClose
  | ThreadReopen
  | ThreadLock
  | ThreadUnlock
  | ThreadLabel
  | ThreadAssign
  | ThreadMilestone
  | Comment
  | CommentEdit
  | CommentRedact
  | CommentHide
  | CommentUnhide
  | React
  | PullRevise
  | PullReview
  | PullMerge
  | Mute
  | Unmute
  | RoleSet
  | GitPolicy
  | CoreBan
  | CorePardon
  | IdentityClaim
  | IdentityPair
  | IdentityUnpair
  | EvidenceEquivocation

export type UserAction =
  | UserCreate
  | Join
  | Ack
  | ProfileSet
  | DeviceAuthorize
  | DeviceRevoke
  | CoreLink
  | CoreUnlink
  | EvidenceEquivocation

export type Action = RepositoryAction | UserAction
export type ActionType = Action['type']
