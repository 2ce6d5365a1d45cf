import type { OpView } from '@hypergit/domain'
import { parseId } from '../ids/parse-id.js'
import { shown } from '../ids/shown-id.js'

/** Fields of actions that are ids: outsiders see them in z-base-32. */
const idFields = new Set(['thread', 'comment', 'target', 'replyTo', 'core', 'user', 'repository', 'forkOf', 'head'])

/** What an author wrote in their own words: shown only while the op is. */
const textFields = new Set([
  'title',
  'body',
  'reason',
  'name',
  'description',
  'bio',
  'url',
  'contact',
  'gitUrl',
  'add',
  'remove',
  'emoji',
  'lines',
  'source',
  'targetRef',
])

/** Already said elsewhere in an answer, or meant for machines only. */
const leftOut = new Set(['type', 'origin', 'body', 'lines', 'proof', 'proofA', 'proofB'])

const fieldValue = (key: string, value: unknown): unknown =>
  idFields.has(key) && typeof value === 'string' && parseId(value) !== undefined ? shown(value) : value

/** The action's own fields. */
export const actionDetail = (op: OpView): Record<string, unknown> => {
  const textsShown = op.visible && op.decision.outcome !== 'violation' && op.decision.outcome !== 'ignored'
  return Object.fromEntries(
    Object.entries(op.action)
      .filter(([key]) => !leftOut.has(key) && (textsShown || !textFields.has(key)))
      .map(([key, value]) => [key, fieldValue(key, value)]),
  )
}
