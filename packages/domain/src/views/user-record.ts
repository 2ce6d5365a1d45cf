import { isLater, type KnownOp } from '../graph/known-op.js'
import { fromJsonBytes, toJsonBytes } from '../store/json-bytes.js'
import { later, type Mark, markOf } from './standing.js'

type Text = Mark & { readonly text: string }
type Link = Mark & { readonly linked: boolean }

/** What stands of a user log's profile and links by its accepted ops; which devices count is for the facts to say. */
export interface UserRecord {
  readonly texts: Readonly<Partial<Record<TextField, Text>>>
  /** By repository and core, 64 hexadecimal digits each. A user may have many, so an op changes them in place. */
  readonly links: Map<string, Link>
}

const textFields = ['name', 'bio', 'url', 'contact'] as const
export type TextField = (typeof textFields)[number]

/** Links that are kept: the earliest ones give way, so that the record stays bounded and everybody keeps the same. */
export const keptLinksMax = 1_024

export const newUserRecord = (): UserRecord => ({ texts: {}, links: new Map() })

const isEarlier = ([keyA, a]: readonly [string, Mark], [keyB, b]: readonly [string, Mark]): boolean =>
  isLater(b, a) || (!isLater(a, b) && keyA < keyB)

const setLink = (links: Map<string, Link>, key: string, coming: Link): void => {
  links.set(key, later(links.get(key), coming))
  if (links.size <= keptLinksMax) return
  const [givingWay] = [...links].reduce((a, b) => (isEarlier(b, a) ? b : a))
  links.delete(givingWay)
}

/** What stands once the accepted op counts as well; the record itself must not be used any more. */
export const withUserOp = (record: UserRecord, known: KnownOp): UserRecord => {
  const action = known.op?.action
  const mark = markOf(known)
  switch (action?.type) {
    case 'core.link':
    case 'core.unlink':
      setLink(record.links, `${action.repository}${action.core}`, { ...mark, linked: action.type === 'core.link' })
      return record
    case 'user.create':
    case 'profile.set': {
      const set: Partial<Record<TextField, string>> = action
      const texts: Partial<Record<TextField, Text>> = { ...record.texts }
      for (const field of textFields) {
        const text = set[field]
        if (text !== undefined) texts[field] = later(texts[field], { ...mark, text })
      }
      return { ...record, texts }
    }
    default:
      return record
  }
}

/** The record from all ops about the user. */
export const userFromOps = (known: readonly KnownOp[]): UserRecord =>
  known.filter(({ ruling }) => ruling.outcome === 'accepted').reduce(withUserOp, newUserRecord())

export const encodeUserRecord = ({ texts, links }: UserRecord): Uint8Array => toJsonBytes({ texts, links: [...links] })

export const decodeUserRecord = (bytes: Uint8Array): UserRecord => {
  const { texts, links } = fromJsonBytes(bytes) as Pick<UserRecord, 'texts'> & { readonly links: [string, Link][] }
  return { texts, links: new Map(links) }
}
