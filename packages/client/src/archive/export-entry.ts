import { type OpView, type ThreadView, toZ32 } from '@hypergit/domain'
import type { ThreadDetail } from '../api/reading.js'
import { continuedItem } from './planned-op.js'

type Json = Readonly<Record<string, unknown>>

/** ISO 8601 as archives have it, without milliseconds that are zero. */
export const isoDate = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

interface Attributed {
  readonly at: number
  readonly origin?: OpView['origin']
  readonly author: OpView['author']
}

/** Whose it was: the imported author's login, or the core that wrote it. An empty one is an author that the imported file did not name. */
const authorOf = ({ origin, author }: Attributed): string | null =>
  origin === undefined ? toZ32(author.core) : origin.author || null
const dateOf = ({ origin, at }: Attributed): string => isoDate(origin?.at ?? at)

/** A thread as an archive's issue or pull; `sourceRepo` is OWNER/NAME of the file. */
export const exportEntry = ({ thread, entries }: ThreadDetail, sourceRepo: string): Json => {
  const shown = entries.filter(({ visible, decision }) => visible || decision.outcome === 'accepted')
  const closing = shown.findLast(({ action }) => action.type === 'thread.close' || action.type === 'pull.merge')
  const closed = thread.state !== 'open' && closing !== undefined
  return {
    number: thread.number,
    title: thread.title,
    url: thread.origin?.url ?? '',
    state: thread.state.toUpperCase(),
    author: authorOf(thread),
    assignees: thread.assignees,
    labels: thread.labels,
    body: joined(thread.body, continuations(shown, 'thread', thread)),
    createdAt: dateOf(thread),
    closedAt: closed ? dateOf(closing) : null,
    ...(thread.pull === undefined ? {} : pullFields(thread, closing, shown, sourceRepo)),
    comments: shown.filter(isComment).map((op) => ({
      author: authorOf(op),
      body: joined(op.current?.body ?? '', continuations(shown, 'comment', op)),
      createdAt: dateOf(op),
    })),
  }
}

const isComment = ({ action, visible, origin }: OpView): boolean =>
  action.type === 'comment' && visible && continuedItem(origin?.url) === undefined

const pullFields = (
  thread: ThreadView,
  closing: OpView | undefined,
  shown: readonly OpView[],
  sourceRepo: string,
): Json => {
  const { pull, state } = thread
  const merge = state === 'merged' ? closing : undefined
  return {
    mergedAt: merge === undefined ? null : dateOf(merge),
    mergedBy: merge === undefined ? null : authorOf(merge),
    baseRepository: sourceRepo,
    baseRefName: pull?.targetRef ?? '',
    headRepository:
      /^https:\/\/github\.com\/(.+)\.git$/.exec(pull?.source.gitUrl ?? '')?.[1] ?? (pull?.source.gitUrl || null),
    headRefName: pull?.source.ref ?? '',
    headRefOid: pull?.commit ?? '',
    mergeCommit: pull?.mergeCommit === undefined || merge === undefined ? null : { oid: pull.mergeCommit },
    reviews: shown.filter(isReview).map((op) => exportReview(op, shown)),
  }
}

const isReview = ({ action, visible, origin }: OpView): boolean =>
  action.type === 'pull.review' && visible && continuedItem(origin?.url) === undefined

const states = { approve: 'APPROVED', changes: 'CHANGES_REQUESTED', comment: 'COMMENTED' } as const

const exportReview = (op: OpView, shown: readonly OpView[]): Json => {
  const { action } = op
  if (action.type !== 'pull.review') return {}
  const more = continuations(shown, 'review', op)
  const lines = [action, ...more.map((part) => part.action)].flatMap((part) =>
    part.type === 'pull.review' ? part.lines : [],
  )
  return {
    commit: { abbreviatedOid: action.commit },
    author: authorOf(op),
    state: states[action.verdict],
    body: joined(
      op.current?.body ?? '',
      more.filter((part) => part.action.type === 'comment'),
    ),
    createdAt: dateOf(op),
    comments: lines.map(({ path, position, line, body }) => ({
      ...(path === undefined ? {} : { path }),
      originalPosition: position ?? line ?? null,
      body,
      createdAt: dateOf(op),
    })),
  }
}

/** The ops that carry the rest of a text that was too long for one. */
const continuations = (
  shown: readonly OpView[],
  item: 'thread' | 'comment' | 'review',
  { origin }: Attributed,
): readonly OpView[] =>
  origin === undefined
    ? []
    : shown.filter(
        (op) =>
          continuedItem(op.origin?.url) === item && op.origin?.author === origin.author && op.origin.at === origin.at,
      )

const joined = (body: string, more: readonly OpView[]): string =>
  [body, ...more.map((op) => op.current?.body ?? '')].join('')
