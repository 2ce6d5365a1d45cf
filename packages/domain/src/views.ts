import type { Action, Capability, Origin, PullSource, ReviewVerdict, Role, ThreadKind } from './action.js'
import type { CoreKey, LogId, OpId, UserId } from './ids.js'
import type { ParentRef } from './op.js'
import type { Decision, Reason } from './outcome.js'

/**
 * What a reader sees of a log: derived records that the engine emits whenever they change, each whole and with the version of the batch that
 * changed it. The same records feed the CLI (from the peer's store) and the mirror's projection (as changes). All are plain JSON but for
 * `Uint8Array`s inside actions, which travel as base64.
 */

/** Effective time (docs/protocol.md, section 3): compare `at`, then `n`, then the op id. */
export interface EffectiveTime {
  readonly at: number
  readonly n: number
}

export interface AuthorView {
  readonly core: CoreKey
  /** The person's principal: their first-linked core. */
  readonly person: CoreKey
  /** The user the core has claimed. */
  readonly user?: UserId
}

export interface ReactionView {
  readonly emoji: string
  readonly cores: readonly CoreKey[]
}

/** One op with its outcome. Texts of a redacted or purged op are empty here. */
export interface OpView {
  readonly id: OpId
  readonly author: AuthorView
  readonly seq: number
  readonly parents: readonly ParentRef[]
  readonly prev: OpId
  readonly at: number
  readonly effective: EffectiveTime
  readonly height: number
  readonly action: Action | { readonly type: 'undecodable' }
  readonly decision: Decision
  /** The thread that it belongs to, itself for a `thread.open`. */
  readonly thread?: OpId
  readonly origin?: Origin
  /** Present on what has a body that can be edited: the text that stands now and what became of it. */
  readonly current?: {
    readonly body: string
    readonly edited: boolean
    readonly redacted: boolean
    /** The `comment.hide` that stands. */
    readonly hiddenBy?: OpId
    /** An accepted `comment.unhide` shows it although a rule hides it. */
    readonly unhidden: boolean
    readonly reactions: readonly ReactionView[]
  }
  /** Whether a reader's page shows it: accepted or unhidden, not hidden by a moderator, not redacted. */
  readonly visible: boolean
  readonly version: number
}

export type ThreadState = 'open' | 'closed' | 'merged'

export interface ThreadView {
  readonly op: OpId
  readonly number: number
  readonly kind: ThreadKind
  readonly author: AuthorView
  readonly at: number
  readonly effective: EffectiveTime
  readonly title: string
  readonly body: string
  readonly edited: boolean
  readonly redacted: boolean
  /** Outcome of the `thread.open`; only accepted threads are listed. */
  readonly decision: Decision
  readonly state: ThreadState
  readonly closeReason?: string
  readonly locked: boolean
  readonly labels: readonly string[]
  readonly assignees: readonly string[]
  readonly milestones: readonly string[]
  readonly commentCount: number
  readonly reviewCount: number
  /** Effective time of the newest visible entry. */
  readonly updated: EffectiveTime
  readonly origin?: Origin
  readonly pull?: {
    readonly source: PullSource
    readonly targetRef: string
    /** The commit that stands after revisions. */
    readonly commit: string
    readonly mergeCommit?: string
    /** The newest verdict of each reviewing person. */
    readonly verdicts: readonly { readonly person: CoreKey; readonly verdict: ReviewVerdict; readonly commit: string }[]
  }
  readonly reactions: readonly ReactionView[]
  readonly version: number
}

/** A core of the log and the person whose it is. */
export interface CoreView {
  readonly core: CoreKey
  readonly person: CoreKey
  readonly user?: UserId
  readonly role: Role
  readonly muted: boolean
  /** ms, when the mute ends by itself. */
  readonly mutedUntil?: number
  readonly capabilities: readonly Capability[]
  readonly length: number
  /** From which seq on it is ignored, why, and the op that shows it. */
  readonly blacklisted?: { readonly from: number; readonly reason: Reason; readonly op: OpId }
  readonly version: number
}

/** What becomes of a core that claims a user, as far as is known here. */
export interface ClaimView {
  /** The role of its person before. */
  readonly role: Role
  /** The core that it has to pair with before it counts; undefined where it would be the user's first-linked one. */
  readonly waitsFor?: CoreKey
}

/** What a claim made of its core: it stands for the person, counts as theirs, or waits for one of theirs to pair with it. */
export type ClaimStanding = 'first-linked' | 'confirmed' | 'held'

/** A core that claimed a user. */
export interface ClaimedCoreView {
  readonly core: CoreKey
  readonly claim: OpId
  readonly standing: ClaimStanding
  /** Given up, and not paired again since. */
  readonly unpaired: boolean
}

export interface PairingView {
  readonly op: OpId
  readonly by: CoreKey
  readonly core: CoreKey
  readonly at: number
}

/** Whose a core is, and by which ops; lists are cut at 256. Without `claim` it claimed nobody. */
export interface IdentityView extends Partial<Omit<ClaimedCoreView, 'core'>> {
  readonly core: CoreKey
  readonly user?: UserId
  readonly firstLinked?: CoreKey
  /** Every core that claimed the same user, the first-linked one first. */
  readonly cores: readonly ClaimedCoreView[]
  /** Pairs that it wrote or that name it; a `strike` is one with a core of somebody else. */
  readonly pairs: readonly (PairingView & { readonly strike: boolean })[]
  /** Unpairings of it that count. */
  readonly unpairs: readonly PairingView[]
  /** Its strikes that no pardon has lifted; the third one blacklists it. */
  readonly strikes: readonly OpId[]
}

/** How a core that claimed a user stands among that user's cores. */
export interface ClaimState {
  readonly core: CoreKey
  readonly user: UserId
  /**
   * `unpaired`: it was given up; `waiting`: no confirmed core has paired with it yet; `conflicting`: likewise, since it took itself for
   * the user's first core, as another one did. Absent: it is one of the user's confirmed cores.
   */
  readonly problem?: 'waiting' | 'conflicting' | 'unpaired'
}

/** The declared half of a person's git rights (section 5), also of a core that has yet to write here. */
export interface GitRightsView {
  readonly person: CoreKey
  readonly role: Role
  readonly capabilities: readonly Capability[]
  /** The `git.policy`s that they rest on; none where the role's default stands. */
  readonly policies: readonly OpId[]
}

export interface RepositoryView {
  readonly log: LogId
  readonly founder: CoreKey
  readonly name: string
  readonly description: string
  readonly gitUrl: string
  readonly defaultBranch: string
  readonly forkOf?: LogId
  readonly forks: readonly LogId[]
  readonly issues: { readonly open: number; readonly closed: number }
  readonly pulls: { readonly open: number; readonly closed: number; readonly merged: number }
  readonly ops: number
  /** The largest effective time known, ms. */
  readonly at: number
  readonly version: number
}

/** A device of a user log: a core that an effective authorisation names, and the founding core. */
export interface DeviceView {
  readonly core: CoreKey
  /** Given by who authorised it; empty for a founding core that nobody did. */
  readonly name: string
  /** Whether it counts now. */
  readonly authorized: boolean
  /** Whether the identity key itself authorised it. */
  readonly byPhrase: boolean
  /** at* of its newest authorisation, ms; 0 without one. */
  readonly at: number
  /** at* of its revocation, ms. */
  readonly revokedAt?: number
}

/** A core of a repository that a user log lists as the user's own, or has unlisted. */
export interface LinkView {
  readonly repository: LogId
  readonly core: CoreKey
  readonly linked: boolean
}

/** What a user log tells of its user (docs/protocol.md, section 7). */
export interface UserView {
  readonly log: UserId
  readonly founder: CoreKey
  readonly name: string
  readonly bio: string
  readonly url: string
  readonly contact: string
  /** At most 256, those that count first, then the newest. */
  readonly devices: readonly DeviceView[]
  readonly devicesTotal: number
  /** The newest 1,024 in order of repository and core. */
  readonly links: readonly LinkView[]
  readonly linksTotal: number
  readonly ops: number
  /** The largest effective time known, ms. */
  readonly at: number
  readonly version: number
}
