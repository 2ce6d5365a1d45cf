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
  readonly reactions?: { readonly [emoji: string]: { readonly [core: CoreKey]: Mark & { readonly on: boolean } } }
}

export const markOf = ({ id, at, n }: KnownOp): Mark => ({ id, at, n })

/** The later of what stands and what comes. */
export const later = <M extends Mark>(standing: M | undefined, coming: M): M =>
  standing === undefined || isLater(coming, standing) ? coming : standing

const own = <V>(record: { readonly [key: string]: V } | undefined, key: string): V | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined

/** The record with one entry replaced by what stands there; keys come from authors, so the record has no prototype to disturb. */
export const withMark = <M extends Mark>(
  record: { readonly [key: string]: M } | undefined,
  key: string,
  coming: M,
): { readonly [key: string]: M } =>
  Object.assign(Object.create(null) as object, record, { [key]: later(own(record, key), coming) })

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
      const byCore = withMark(own(standing?.reactions, action.emoji), about.chain.core.key, {
        ...mark,
        on: action.remove !== true,
      })
      return {
        ...standing,
        reactions: Object.assign(Object.create(null) as object, standing?.reactions, { [action.emoji]: byCore }),
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
