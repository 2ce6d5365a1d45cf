import type { CoreView, OpView, ThreadView } from '@hypergit/domain'

/** The columns that queries sort and filter by, beside the whole view. */

/** A reader may search what a reader may see: nothing of a hidden, held or redacted op is indexed. */
const searchedText = (op: OpView): string | null => {
  if (!op.visible || op.action.type === 'thread.open') return null
  const body = op.current?.body ?? ''
  if (op.action.type !== 'pull.review') return body === '' ? null : body
  const text = [body, ...op.action.lines.map((line) => line.body)].join('\n').trim()
  return text === '' ? null : text
}

export const opRow = (op: OpView) => ({
  op: op.id,
  thread: op.thread ?? null,
  core: op.author.core,
  seq: op.seq,
  type: op.action.type,
  outcome: op.decision.outcome,
  reason: op.decision.reason ?? null,
  visible: op.visible,
  at: op.effective.at,
  n: op.effective.n,
  view: op,
  text: searchedText(op),
})

export const threadRow = (thread: ThreadView) => ({
  op: thread.op,
  number: thread.number,
  kind: thread.kind,
  state: thread.state,
  accepted: thread.decision.outcome === 'accepted',
  title: thread.title,
  author_core: thread.author.core,
  author_user: thread.author.user ?? null,
  author_name: thread.origin?.author ?? null,
  labels: thread.labels,
  assignees: thread.assignees,
  at: thread.effective.at,
  updated: thread.updated.at,
  view: thread,
  text: thread.body,
})

export const coreRow = (core: CoreView) => ({
  core: core.core,
  person: core.person,
  user_id: core.user ?? null,
  role: core.role,
  blacklisted: core.blacklisted !== undefined,
  view: core,
})
