import type { CoreKey, IdentityView, LogId, OpId, Role, UserId } from '@hypergit/domain'

/**
 * What a reader is shown of an author (docs/protocol.md, section 7). `maybe`: the core claims the user; `confirmed`: the user's log lists it;
 * `disowned`: that log took it off its list.
 */
export type IdentityState = 'anonymous' | 'maybe' | 'confirmed' | 'disowned'

/** What a core writes is held until one of these pairs with it. */
export interface Waiting {
  /** Confirmed cores of the same user. */
  readonly cores: readonly CoreKey[]
  /** What the user's log calls their machines; a core's beginning where it says nothing. */
  readonly names: readonly string[]
  /** The same for people, where it is shown. */
  readonly text: string
}

/** Who an author is, as far as is known here. */
export interface KnownCore {
  readonly core: CoreKey
  readonly identity: IdentityState
  readonly user?: UserId
  /** The user's name by their log, where it is followed here. */
  readonly name?: string
}

/** One core, and why it is shown as what it is. */
export interface IdentityDetail extends KnownCore {
  readonly view: IdentityView
  /** One sentence each, in the order in which one thing rests on the other. */
  readonly because: readonly string[]
  readonly waiting?: Waiting
}

export interface PairInput {
  readonly repo: string
  /** A core, or an unambiguous beginning of one; every core of the user that waits for this one unless given. */
  readonly who?: string
  /** Pair even with a core that claims somebody else: nothing comes of it but a strike. */
  readonly acceptStrike?: boolean
  readonly offline?: boolean
}

export interface Paired {
  readonly ops: readonly OpId[]
  readonly cores: readonly CoreKey[]
  readonly published: number
  readonly warnings: readonly string[]
}

export interface UnpairInput {
  readonly repo: string
  /** A core, an unambiguous beginning of one, or `me`. */
  readonly who: string
  readonly offline?: boolean
}

/** What a home did by itself for its user in one repository. */
export interface Tended {
  readonly repository: LogId
  readonly claimed: boolean
  /** This home's core was listed in the user's log. */
  readonly linked: boolean
  readonly paired: readonly CoreKey[]
  /** Cores of machines that were revoked. */
  readonly unpaired: readonly CoreKey[]
}

export interface ClaimInput {
  readonly repo: string
  readonly offline?: boolean
}

export interface Claimed {
  readonly core: CoreKey
  readonly user: UserId
  /** The claim, where it was made by this call. */
  readonly op?: OpId
  readonly waiting?: Waiting
  readonly published: number
  readonly warnings: readonly string[]
}

export interface DisownInput {
  readonly repo: string
  /** A core, or an unambiguous beginning of one. */
  readonly who: string
  /** List it after all. */
  readonly undo?: boolean
  readonly offline?: boolean
}

export interface Disowned {
  readonly core: CoreKey
  readonly op: OpId
  readonly published: number
}

/**
 * What a person still has in a repository. `fine`: this home's core counts; `waiting`: another machine of theirs can confirm it; `lost`: none can, or
 * the core claims nobody since that would be in vain; `unclaimed`: nothing was lost, nothing was claimed.
 */
export interface Remains {
  readonly repository: LogId
  readonly name: string
  readonly core: CoreKey
  readonly state: 'fine' | 'waiting' | 'lost' | 'unclaimed'
  readonly role: Role
  /** Confirmed cores of the user on other machines that were not revoked, and what these machines are called. */
  readonly remaining: readonly { readonly core: CoreKey; readonly name: string }[]
  /** Those of machines that were revoked and that still count. */
  readonly revoked: readonly { readonly core: CoreKey; readonly name: string }[]
  /** Whether `startAgain` helps: this home's core waits for nobody. */
  readonly startAgain: boolean
  /** What to do, in order, one sentence each. */
  readonly steps: readonly string[]
}
