import type { CoreKey, IdentityView, OpId, UserId } from '@hypergit/domain'

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
