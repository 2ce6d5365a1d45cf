import { z } from 'zod'
import { author, origin, outcome, reaction, shownId, timeMs } from './author.js'

export const threadState = z.enum(['open', 'closed', 'merged'])
export const threadKind = z.enum(['issue', 'pull'])

export const threadSummary = z.object({
  number: z.number().int(),
  op: shownId,
  kind: threadKind,
  title: z.string(),
  state: threadState,
  locked: z.boolean(),
  labels: z.array(z.string()),
  assignees: z.array(z.string()),
  milestones: z.array(z.string()),
  author,
  commentCount: z.number().int().meta({ description: 'comments that are shown' }),
  reviewCount: z.number().int(),
  at: timeMs,
  updated: timeMs,
  origin: origin.optional(),
})
export type ThreadSummary = z.infer<typeof threadSummary>

const entry = z.object({
  op: shownId,
  author,
  at: timeMs.meta({ description: 'the author’s clock' }),
  effectiveAt: timeMs,
  place: z.number().int().meta({ description: 'place among all entries of the thread, in order of effective time' }),
  outcome,
  reason: z.string().optional(),
  explanation: z.string(),
  visible: z.boolean(),
  origin: origin.optional(),
})

const written = entry.extend({
  body: z.string().nullable().meta({ description: 'Markdown; null when it is not shown' }),
  edited: z.boolean(),
  redacted: z.boolean(),
  hiddenBy: z.object({ op: shownId, author, reason: z.string().optional() }).optional(),
  reactions: z.array(reaction),
})

export const commentEntry = written.extend({ replyTo: shownId.optional() })
export type CommentEntry = z.infer<typeof commentEntry>

export const reviewLine = z.object({
  path: z.string().optional(),
  line: z.number().int().optional(),
  position: z.number().int().optional(),
  hunk: z.string().optional(),
  body: z.string(),
})

export const reviewEntry = written.extend({
  verdict: z.enum(['approve', 'changes', 'comment']),
  commit: z.string(),
  lines: z.array(reviewLine),
})
export type ReviewEntry = z.infer<typeof reviewEntry>

export const eventEntry = entry.extend({
  type: z.string(),
  detail: z.record(z.string(), z.unknown()).meta({ description: 'the action’s own fields, ids in z-base-32' }),
})
export type EventEntry = z.infer<typeof eventEntry>

export const threadDetail = threadSummary.extend({
  repository: z.object({ id: shownId, name: z.string() }),
  body: z.string().nullable(),
  edited: z.boolean(),
  redacted: z.boolean(),
  outcome,
  reason: z.string().optional(),
  explanation: z.string(),
  visible: z.boolean(),
  hiddenBy: z.object({ op: shownId, author, reason: z.string().optional() }).optional(),
  closeReason: z.string().optional(),
  reactions: z.array(reaction),
  pull: z
    .object({
      source: z.object({ gitUrl: z.string(), ref: z.string(), commit: z.string(), repository: shownId.optional() }),
      targetRef: z.string(),
      commit: z.string(),
      mergeCommit: z.string().optional(),
      verdicts: z.array(z.object({ person: shownId, verdict: z.string(), commit: z.string() })),
    })
    .optional(),
  comments: z.array(commentEntry),
  reviews: z.array(reviewEntry),
  events: z.array(eventEntry),
  next: z.string().optional().meta({ description: 'for `after`: entries that did not fit' }),
})
export type ThreadDetail = z.infer<typeof threadDetail>
