import type { Action, OpView } from '@hypergit/domain'
import type { EventView } from '@hypergit/queues'
import { z } from 'zod'

const threadKind = z.enum(['issue', 'pull'])
const verdict = z.enum(['approve', 'changes', 'comment'])
const eventKind = z.enum(['comment', 'review', 'thread', 'closed', 'reopened', 'merged'])

const noticeSchema = z.object({
  kind: eventKind,
  op: z.string(),
  log: z.string(),
  repository: z.string(),
  thread: z.object({ op: z.string(), number: z.number(), kind: threadKind, title: z.string() }),
  /** Who did it: a core, and the user it has claimed. */
  author: z.object({ core: z.string(), user: z.string().optional() }),
  atMs: z.number(),
  /** Markdown as it stands now; empty where the op has none. */
  body: z.string(),
  verdict: verdict.optional(),
  /** Line comments of a review, at most `noticeLinesMax`. */
  lines: z.array(z.object({ place: z.string(), body: z.string() })),
})

/** What is to be told about one op, the same for every recipient; kept once, as JSON, beside the outbox. */
export type Notice = Readonly<z.infer<typeof noticeSchema>>

export const parseNotice = (json: unknown): Notice => noticeSchema.parse(json)

/** Line comments of one review that a mail shows; the page has them all. */
export const noticeLinesMax = 50

/** The notice of an event, in its present text. */
export function noticeOf({ kind, op, thread, repository }: EventView): Notice {
  const { action } = op
  return {
    kind,
    op: op.id,
    log: repository.id,
    repository: repository.name,
    thread: { op: thread.op, number: thread.number, kind: thread.kind, title: thread.title },
    author: { core: op.author.core, ...(op.author.user === undefined ? {} : { user: op.author.user }) },
    atMs: op.at,
    body: bodyOf(op),
    ...(action.type === 'pull.review' ? { verdict: action.verdict } : {}),
    lines: linesOf(action),
  }
}

/** Imported ops are somebody's history, and a replay has been told before: neither is news. An op that no reader sees is not told either. */
export const isNews = ({ replay, op }: EventView): boolean => !replay && op.origin === undefined && op.visible

function bodyOf({ action, current }: OpView): string {
  if (current !== undefined) return current.redacted ? '' : current.body
  switch (action.type) {
    case 'comment':
    case 'pull.review':
    case 'thread.open':
      return action.body
    case 'thread.close':
      return action.reason ?? ''
    default:
      return ''
  }
}

function linesOf(action: Action | { readonly type: 'undecodable' }): Notice['lines'] {
  if (action.type !== 'pull.review') return []
  return action.lines.slice(0, noticeLinesMax).map(({ path, line, position, body }) => ({
    place: [path, line ?? (position === undefined ? undefined : `position ${position}`)]
      .filter((part) => part !== undefined)
      .join(':'),
    body,
  }))
}
