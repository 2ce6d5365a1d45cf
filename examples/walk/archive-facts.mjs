// What an archive file and the mirror's API say of the same threads, in one shape, so that they can be compared.

const verdicts = { APPROVED: 'approve', CHANGES_REQUESTED: 'changes', COMMENTED: 'comment' }

const byText = (one, other) => (one < other ? -1 : Number(one > other))
const sorted = (texts) => [...texts].sort(byText)

const inOrder = (items) =>
  items
    .map((item) => [JSON.stringify([item.at, item]), item])
    .sort(([one], [other]) => byText(one, other))
    .map(([, item]) => item)

const archived = ({ author, body, createdAt }) => ({
  author: author ?? '',
  body: body ?? '',
  at: Date.parse(createdAt),
})

const archivedThread = (kind, entry) => ({
  number: entry.number,
  kind,
  title: entry.title,
  state: entry.state.toLowerCase(),
  labels: sorted(entry.labels),
  assignees: sorted(entry.assignees),
  ...archived(entry),
  comments: inOrder(entry.comments.map(archived)),
  reviews: inOrder(
    (entry.reviews ?? []).map((review) => ({
      ...archived(review),
      verdict: verdicts[review.state],
      commit: review.commit.abbreviatedOid,
      lines: review.comments.map((line) => ({
        body: line.body,
        ...(line.originalPosition === null ? {} : { position: line.originalPosition }),
      })),
    })),
  ),
})

/** The threads of an archive by number. */
export const archivedThreads = ({ issues, pulls }) =>
  [...issues.map((one) => archivedThread('issue', one)), ...pulls.map((one) => archivedThread('pull', one))].sort(
    (one, other) => one.number - other.number,
  )

const shown = ({ author, body, origin }) => ({ author: author.name ?? '', body, at: origin?.at })

/** A thread as the API answers it. */
export const shownThread = (thread) => ({
  number: thread.number,
  kind: thread.kind,
  title: thread.title,
  state: thread.state,
  labels: sorted(thread.labels),
  assignees: sorted(thread.assignees),
  ...shown(thread),
  comments: inOrder(thread.comments.map(shown)),
  reviews: inOrder(
    thread.reviews.map((review) => ({
      ...shown(review),
      verdict: review.verdict,
      commit: review.commit,
      lines: review.lines.map(({ body, position }) => ({ body, ...(position === undefined ? {} : { position }) })),
    })),
  ),
})

/** Everybody who wrote anything in these threads. */
export const authorsOf = (threads) =>
  sorted(
    new Set(threads.flatMap((thread) => [thread, ...thread.comments, ...thread.reviews].map(({ author }) => author))),
  )
