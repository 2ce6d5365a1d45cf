import type { CommentEntry, EventEntry, ReviewEntry, ThreadDetail } from '../replies/thread.js'
import { opPath } from './addresses.js'
import { describeAct } from './describe-act.js'
import { AuthorName } from './author-name.js'
import { ImportedBy, OutcomeBadge, Prose, Time } from './pieces.js'
import { ReviewLines } from './review-lines.js'

type Written = Pick<CommentEntry, 'op' | 'outcome' | 'reason' | 'explanation' | 'redacted' | 'hiddenBy'>

export const Reactions = ({ reactions }: { readonly reactions: CommentEntry['reactions'] }) =>
  reactions.length === 0 ? null : (
    <ul className="reactions" aria-label="Reactions">
      {reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <bdi>{reaction.emoji}</bdi> {reaction.count}
        </li>
      ))}
    </ul>
  )

/** In one line, why a text is not shown, and where the whole reason is. */
export const Unseen = ({ repository, entry }: { readonly repository: string; readonly entry: Written }) => (
  <p className="unseen-note">
    {entry.redacted ? (
      'Taken back by its author. '
    ) : entry.hiddenBy !== undefined ? (
      <>
        Hidden by <AuthorName author={entry.hiddenBy.author} repository={repository} />
        {entry.hiddenBy.reason === undefined ? null : (
          <>
            : <q dir="auto">{entry.hiddenBy.reason}</q>
          </>
        )}
        .{' '}
      </>
    ) : (
      <>
        Not shown: <OutcomeBadge outcome={entry.outcome} reason={entry.reason} /> {entry.explanation}{' '}
      </>
    )}
    <a href={opPath(repository, entry.op)}>Why</a>
  </p>
)

type Entry = CommentEntry | ReviewEntry

const EntryHeader = ({
  repository,
  entry,
  did,
}: {
  readonly repository: string
  readonly entry: Entry
  readonly did: string
}) => (
  <header>
    <AuthorName author={entry.author} repository={repository} /> {did} <Time at={entry.origin?.at ?? entry.at} />
    {entry.origin === undefined ? null : (
      <>
        {' '}
        ·{' '}
        <ImportedBy author={entry.author} repository={repository} source={entry.origin.source} url={entry.origin.url} />
      </>
    )}
    {entry.edited ? ' · edited' : null}
    <a className="op-link" href={opPath(repository, entry.op)}>
      op
    </a>
  </header>
)

const CommentItem = ({ repository, comment }: { readonly repository: string; readonly comment: CommentEntry }) =>
  comment.body === null ? (
    <li id={comment.op} className="event">
      <AuthorName author={comment.author} repository={repository} /> commented{' '}
      <Time at={comment.origin?.at ?? comment.at} />. <Unseen repository={repository} entry={comment} />
    </li>
  ) : (
    <li id={comment.op}>
      <article className="comment">
        <EntryHeader repository={repository} entry={comment} did="commented" />
        {comment.replyTo === undefined ? null : (
          <p className="muted">
            In reply to <a href={`#${comment.replyTo}`}>an earlier text</a>
          </p>
        )}
        <Prose text={comment.body} />
        <Reactions reactions={comment.reactions} />
      </article>
    </li>
  )

const verdictText = { approve: 'approved these changes', changes: 'asked for changes', comment: 'reviewed' } as const

const ReviewItem = ({ repository, review }: { readonly repository: string; readonly review: ReviewEntry }) => (
  <li id={review.op}>
    <article className={`comment review review-${review.verdict}`}>
      <EntryHeader repository={repository} entry={review} did={verdictText[review.verdict]} />
      {review.body === null ? (
        <Unseen repository={repository} entry={review} />
      ) : review.body.trim() === '' ? null : (
        <Prose text={review.body} />
      )}
      <ReviewLines lines={review.lines} />
      <p className="muted at-commit">
        at <code>{review.commit.slice(0, 12)}</code>
      </p>
      <Reactions reactions={review.reactions} />
    </article>
  </li>
)

const EventItem = ({ repository, event }: { readonly repository: string; readonly event: EventEntry }) => (
  <li id={event.op} className="event">
    <AuthorName author={event.author} repository={repository} /> {describeAct(event.type, event.detail)} ·{' '}
    <Time at={event.origin?.at ?? event.at} />{' '}
    {event.outcome === 'accepted' ? null : <OutcomeBadge outcome={event.outcome} reason={event.reason} />}
    <a className="op-link" href={opPath(repository, event.op)}>
      op
    </a>
  </li>
)

/** Everything in a thread, in order of effective time. */
export const Timeline = ({ repository, thread }: { readonly repository: string; readonly thread: ThreadDetail }) => {
  const items = [
    ...thread.comments.map((comment) => ({
      place: comment.place,
      item: <CommentItem key={comment.op} repository={repository} comment={comment} />,
    })),
    ...thread.reviews.map((review) => ({
      place: review.place,
      item: <ReviewItem key={review.op} repository={repository} review={review} />,
    })),
    ...thread.events.map((event) => ({
      place: event.place,
      item: <EventItem key={event.op} repository={repository} event={event} />,
    })),
  ].toSorted((a, b) => a.place - b.place)
  return (
    <ol className="timeline" id="timeline" data-part data-keyed aria-label="Comments and events">
      {items.map(({ item }) => item)}
    </ol>
  )
}
