import type { CoreKey, OpId } from '../ids.js'
import type { KnownOp } from '../graph/known-op.js'
import { isLater } from '../graph/known-op.js'

/** Which op something rests on: of several, the latest accepted one stands (section 6). */
export interface Mark {
  readonly id: OpId
  readonly at: number
  readonly n: number
}

/** What stands of a text (`comment`, `thread.open`, `pull.review`) by the accepted ops about it. */
export interface Standing {
  readonly edit?: Mark & { readonly body: string }
  readonly redacted?: Mark
  readonly hide?: Mark & { readonly hidden: boolean }
  readonly reactions?: { readonly [emoji: string]: { readonly [core: CoreKey]: Reaction } }
}
type Reaction = Mark & { readonly on: boolean }

export const markOf = ({ id, at, n }: KnownOp): Mark => ({ id, at, n })

/** The later of what stands and what comes. */
export const later = <M extends Mark>(standing: M | undefined, coming: M): M =>
  standing === undefined || isLater(coming, standing) ? coming : standing

const own = <V>(record: { readonly [key: string]: V } | undefined, key: string): V | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined

/**
 * Entries that are kept of a list to which authors add at will: labels, assignees or milestones of a thread, forks of a repository. The earliest
 * ones give way, so that no record grows beyond what its readers can carry, and everybody keeps the same.
 */
export const keptEntriesMax = 256
/** Emojis of one core that are kept of a text. */
export const keptEmojisMax = 16

type Marks<M extends Mark> = { readonly [key: string]: M }

const isEarlier = ([keyA, a]: readonly [string, Mark], [keyB, b]: readonly [string, Mark]): boolean =>
  isLater(b, a) || (!isLater(a, b) && keyA < keyB)

/** The key of the earliest entry, where there are more than may be kept. */
const keyGivingWay = (entries: readonly (readonly [string, Mark])[], countMax: number): string | undefined =>
  entries.length <= countMax ? undefined : entries.reduce((a, b) => (isEarlier(b, a) ? b : a))[0]

const without = <M>(record: { readonly [key: string]: M }, key: string): { readonly [key: string]: M } => {
  const { [key]: _, ...rest } = record
  return Object.assign(Object.create(null) as object, rest)
}

/** The record with one entry replaced by what stands there; keys come from authors, so the record has no prototype to disturb. */
export const withMark = <M extends Mark>(record: Marks<M> | undefined, key: string, coming: M): Marks<M> =>
  Object.assign(Object.create(null) as object, record, { [key]: later(own(record, key), coming) })

/** The same within `keptEntriesMax`. */
export const withKeptMark = <M extends Mark>(record: Marks<M> | undefined, key: string, coming: M): Marks<M> => {
  const marks = withMark(record, key, coming)
  const givesWay = keyGivingWay(Object.entries(marks), keptEntriesMax)
  return givesWay === undefined ? marks : without(marks, givesWay)
}

type Reactions = NonNullable<Standing['reactions']>

const withReaction = (reactions: Reactions | undefined, emoji: string, core: CoreKey, mark: Reaction): Reactions => {
  const byCore = withMark(own(reactions, emoji), core, mark)
  const all: Reactions = Object.assign(Object.create(null) as object, reactions, { [emoji]: byCore })
  const ofCore = Object.entries(all).flatMap(([one, marks]) => {
    const its = own(marks, core)
    return its === undefined ? [] : [[one, its] as const]
  })
  const givesWay = keyGivingWay(ofCore, keptEmojisMax)
  if (givesWay === undefined) return all
  const left = without(own(all, givesWay) ?? {}, core)
  return Object.keys(left).length === 0 ? without(all, givesWay) : { ...all, [givesWay]: left }
}

/** What stands of a text once the accepted op `about` it counts as well. */
export const withAnnotation = (standing: Standing | undefined, about: KnownOp): Standing | undefined => {
  const action = about.op?.action
  const mark = markOf(about)
  switch (action?.type) {
    case 'comment.edit':
      return { ...standing, edit: later(standing?.edit, { ...mark, body: action.body }) }
    case 'comment.redact':
      return { ...standing, redacted: later(standing?.redacted, mark) }
    case 'comment.hide':
      return { ...standing, hide: later(standing?.hide, { ...mark, hidden: true }) }
    case 'comment.unhide':
      return { ...standing, hide: later(standing?.hide, { ...mark, hidden: false }) }
    case 'react': {
      const reaction = { ...mark, on: action.remove !== true }
      return {
        ...standing,
        reactions: withReaction(standing?.reactions, action.emoji, about.chain.core.key, reaction),
      }
    }
    default:
      return standing
  }
}

const isText = (type: string | undefined): boolean =>
  type === 'comment' || type === 'thread.open' || type === 'pull.review'

/** Whether a reader's page shows the op: accepted or unhidden, not hidden by a moderator, not redacted. */
export const isVisible = ({ op, ruling, standing }: KnownOp): boolean => {
  const accepted = ruling.outcome === 'accepted'
  if (!isText(op?.action.type)) return accepted
  if (standing?.redacted !== undefined) return false
  return accepted ? standing?.hide?.hidden !== true : ruling.outcome === 'hidden' && standing?.hide?.hidden === false
}
