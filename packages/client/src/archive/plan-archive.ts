import type { ReviewLine, ReviewVerdict } from '@hypergit/domain'
import { fittingLine, fittingText, partBytesMax, partsOf } from './fitting-text.js'
import type { ArchivedIssue, ArchivedPull, ArchivedReview, GithubArchive } from './github-archive.js'
import { continuationUrl, type ItemKind, type PlannedOp } from './planned-op.js'

type Entry = ArchivedIssue | ArchivedPull
const isPull = (entry: Entry): entry is ArchivedPull => 'reviews' in entry

/**
 * An archive as the ops that its history would be, in order of dates: openings, labels and assignees right after them (the file does not say
 * when they were set), comments, reviews, closings. Nothing of a text is lost: what does not fit into one op goes on in the next, see
 * `continuationUrl`; only a line comment of more than 48 KiB is cut, and says so.
 */
export const planArchive = (archive: GithubArchive): readonly PlannedOp[] => {
  const planned = [...archive.issues, ...archive.pulls].flatMap((entry) => planEntry(entry))
  return planned
    .map((op, index) => ({ op, index }))
    .sort((a, b) => a.op.at - b.op.at || a.index - b.index)
    .map(({ op }) => op)
}

const planEntry = (entry: Entry): PlannedOp[] => {
  const told = [
    ...entry.comments.map((comment) => ({ at: comment.createdAt, plan: () => planComment(entry, comment) })),
    ...(isPull(entry) ? entry.reviews : []).map((review) => ({
      at: review.createdAt,
      plan: () => planReview(entry, review),
    })),
  ].sort((a, b) => a.at - b.at)
  return [...planOpening(entry), ...planMarks(entry), ...told.flatMap(({ plan }) => plan()), ...planClosing(entry)]
}

const base = (entry: Entry, item: ItemKind, by: { at: number; author: string | undefined; association: string }) => {
  const at = Math.max(by.at, entry.createdAt)
  return {
    item,
    thread: { number: entry.number, kind: isPull(entry) ? ('pull' as const) : ('issue' as const) },
    at,
    author: by.author,
    association: by.association,
    url: fittingLine(entry.url, 2_000),
  }
}
const byAuthor = ({
  author,
  authorAssociation,
  createdAt,
}: Pick<Entry, 'author' | 'authorAssociation' | 'createdAt'>) => ({
  at: createdAt,
  author,
  association: authorAssociation,
})
const byNobody = (at: number) => ({ at, author: undefined, association: 'NONE' })

const planOpening = (entry: Entry): PlannedOp[] => {
  const of = base(entry, 'thread', byAuthor(entry))
  const [body = '', ...more] = partsOf(fittingText(entry.body))
  const title = fittingLine(entry.title)
  const pull = isPull(entry)
    ? {
        kind: 'pull' as const,
        source: {
          gitUrl: entry.headRepository ? `https://github.com/${entry.headRepository}.git` : '',
          ref: entry.headRefName,
          commit: entry.headRefOid,
        },
        targetRef: entry.baseRefName,
      }
    : { kind: 'issue' as const }
  return [{ ...of, action: () => ({ type: 'thread.open', title, body, ...pull }) }, ...continued(of, more)]
}

/** The rest of a text, as comments that say what they continue. */
const continued = (of: Omit<PlannedOp, 'action'>, more: readonly string[]): PlannedOp[] =>
  more.map((body, index) => ({
    ...of,
    url: continuationUrl(of.url, of.item, index + 2),
    action: (thread) => ({ type: 'comment', thread, body }),
  }))

const marksPerOpMax = 64

const planMarks = (entry: Entry): PlannedOp[] => {
  const by = byNobody(entry.createdAt)
  return [
    ...inGroups(entry.labels).map((add): PlannedOp => ({
      ...base(entry, 'labels', by),
      action: (thread) => ({ type: 'thread.label', thread, add, remove: [] }),
    })),
    ...inGroups(entry.assignees).map((add): PlannedOp => ({
      ...base(entry, 'assignees', by),
      action: (thread) => ({ type: 'thread.assign', thread, add, remove: [] }),
    })),
  ]
}

const inGroups = (marks: readonly string[]): string[][] => {
  const lines = [...new Set(marks.map((mark) => fittingLine(mark, 256)))]
  return Array.from({ length: Math.ceil(lines.length / marksPerOpMax) }, (_, index) =>
    lines.slice(index * marksPerOpMax, (index + 1) * marksPerOpMax),
  )
}

const planComment = (entry: Entry, comment: Entry['comments'][number]): PlannedOp[] => {
  const of = base(entry, 'comment', byAuthor(comment))
  const [body = '', ...more] = partsOf(fittingText(comment.body))
  return [{ ...of, action: (thread) => ({ type: 'comment', thread, body }) }, ...continued(of, more)]
}

const verdicts: Readonly<Record<string, ReviewVerdict>> = { APPROVED: 'approve', CHANGES_REQUESTED: 'changes' }

const planReview = (entry: Entry, review: ArchivedReview): PlannedOp[] => {
  const of = base(entry, 'review', byAuthor(review))
  const [body = '', ...more] = partsOf(fittingText(review.body))
  const commit = review.commit?.abbreviatedOid ?? ''
  const verdict = verdicts[review.state] ?? 'comment'
  const [lines = [], ...moreLines] = lineGroups(review, Buffer.byteLength(body))
  return [
    { ...of, action: (thread) => ({ type: 'pull.review', thread, commit, verdict, body, lines }) },
    ...continued(of, more),
    ...moreLines.map((group, index): PlannedOp => ({
      ...of,
      url: continuationUrl(of.url, 'review', index + 2),
      action: (thread) => ({ type: 'pull.review', thread, commit, verdict: 'comment', body: '', lines: group }),
    })),
  ]
}

const linesPerOpMax = 512
/** What a line takes beside its texts. */
const lineBytes = 32

const lineGroups = (review: ArchivedReview, bodyBytes: number): ReviewLine[][] => {
  const groups: ReviewLine[][] = [[]]
  let bytes = bodyBytes
  for (const comment of review.comments) {
    const line = lineOf(comment)
    const size = Buffer.byteLength(line.body) + Buffer.byteLength(line.path ?? '') + lineBytes
    const group = groups.at(-1) ?? []
    if (bytes + size > partBytesMax + lineBytes || group.length === linesPerOpMax) {
      groups.push([line])
      bytes = size
    } else {
      group.push(line)
      bytes += size
    }
  }
  return groups
}

const cutNote = '\n\n[cut: the original is longer]'

const lineOf = (comment: ArchivedReview['comments'][number]): ReviewLine => {
  const whole = fittingText(comment.body)
  const [body = '', ...rest] = partsOf(whole, partBytesMax - 4_096)
  return {
    ...(comment.path ? { path: fittingLine(comment.path, 2_048) } : {}),
    ...(typeof comment.originalPosition === 'number' ? { position: comment.originalPosition } : {}),
    body: rest.length === 0 ? body : `${body}${cutNote}`,
  }
}

const planClosing = (entry: Entry): PlannedOp[] => {
  if (entry.state === 'OPEN') return []
  if (isPull(entry) && entry.state === 'MERGED') {
    const mergeCommit = entry.mergeCommit?.oid ?? ''
    const by = {
      at: entry.mergedAt ?? entry.closedAt ?? entry.createdAt,
      author: entry.mergedBy,
      association: 'COLLABORATOR',
    }
    return [{ ...base(entry, 'merge', by), action: (thread) => ({ type: 'pull.merge', thread, mergeCommit }) }]
  }
  const of = base(entry, 'close', byNobody(entry.closedAt ?? entry.createdAt))
  return [{ ...of, action: (thread) => ({ type: 'thread.close', thread }) }]
}

/** For what was closed when it was imported before. */
export const planReopening = (entry: Entry): PlannedOp => ({
  ...base(entry, 'reopen', byNobody(entry.updatedAt ?? entry.createdAt)),
  action: (thread) => ({ type: 'thread.reopen', thread }),
})
