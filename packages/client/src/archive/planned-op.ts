import type { ActionType, OpId, RepositoryAction, ThreadKind } from '@hypergit/domain'

export type ItemKind = 'thread' | 'labels' | 'assignees' | 'comment' | 'review' | 'close' | 'merge' | 'reopen'

/** One op of a project's history, without its author's core and, but for the opening itself, without the thread it belongs to. */
export interface PlannedOp {
  readonly item: ItemKind
  readonly thread: { readonly number: number; readonly kind: ThreadKind }
  /** ms; never before the opening of its thread. */
  readonly at: number
  /** The author's login; undefined for what the file attributes to nobody. */
  readonly author: string | undefined
  /** The author's standing in the project then: OWNER, MEMBER, COLLABORATOR, CONTRIBUTOR, NONE… */
  readonly association: string
  readonly url: string
  /** `thread` is ignored for the opening. */
  readonly action: (thread: OpId) => RepositoryAction
}

/** How a part of a text that is too long for one op says what it continues; `part` counts from 2. */
export const continuationUrl = (url: string, item: ItemKind, part: number): string =>
  part === 1 ? url : `${url}#continues-${item}-${part}`

/** What the op with this origin continues, if anything. */
export const continuedItem = (url: string | undefined): ItemKind | undefined => {
  const found = /#continues-(thread|comment|review)-\d+$/.exec(url ?? '')?.[1]
  return found as ItemKind | undefined
}

/** Equal for an item in the file and for the op that an import made of it. Items of one author and moment share it: they are counted. */
export const itemKey = (type: ActionType, number: number, author: string, at: number, url: string): string =>
  `${type} ${number} ${author} ${at} ${url}`
