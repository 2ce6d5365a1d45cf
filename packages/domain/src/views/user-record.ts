import type { KnownOp } from '../graph/known-op.js'
import { keptLinksMax, later, type Mark, markOf, withKeptMark } from './standing.js'

type Text = Mark & { readonly text: string }

/** What stands of a user log's profile and links by its accepted ops; which devices count is for the facts to say. */
export interface UserRecord {
  readonly name?: Text
  readonly bio?: Text
  readonly url?: Text
  readonly contact?: Text
  /** By repository and core, 64 hexadecimal digits each. */
  readonly links?: { readonly [link: string]: Mark & { readonly linked: boolean } }
}

export const newUserRecord: UserRecord = {}

const fields = ['name', 'bio', 'url', 'contact'] as const

/** What stands once the accepted op counts as well. */
export const withUserOp = (record: UserRecord, known: KnownOp): UserRecord => {
  const action = known.op?.action
  const mark = markOf(known)
  switch (action?.type) {
    case 'core.link':
    case 'core.unlink': {
      const coming = { ...mark, linked: action.type === 'core.link' }
      return {
        ...record,
        links: withKeptMark(record.links, `${action.repository}${action.core}`, coming, keptLinksMax),
      }
    }
    case 'user.create':
      return { ...record, name: later(record.name, { ...mark, text: action.name }) }
    case 'profile.set': {
      const changed: { -readonly [Field in (typeof fields)[number]]?: Text } = {}
      for (const field of fields) {
        const text = action[field]
        if (text !== undefined) changed[field] = later(record[field], { ...mark, text })
      }
      return { ...record, ...changed }
    }
    default:
      return record
  }
}

/** The record from all ops about the user. */
export const userFromOps = (known: readonly KnownOp[]): UserRecord =>
  known.filter(({ ruling }) => ruling.outcome === 'accepted').reduce(withUserOp, newUserRecord)
