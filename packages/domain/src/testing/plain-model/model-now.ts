import type { ShownThread } from '../../conformance/scenario-state.js'
import type { ModelFacts } from './model-facts.js'
import { chainOf, isA, isBefore, isLater, type ModelOp, ofType, type Typed } from './model-op.js'
import { presentOutcome } from './model-outcome.js'
import { threadOf } from './model-permissions.js'
import { pardonedHead } from './model-forks.js'

/** Section 6, *now*: with every known unmute, at the largest at* known. */
export const isMutedNow = (core: string, facts: ModelFacts): boolean => {
  const latest = Math.max(...[...facts.set].map(({ at }) => at))
  const isOf = ({ action }: Typed<'mute'> | Typed<'unmute'>): boolean => facts.isSame(action.target, core)
  const unmutes = facts.effective('unmute', undefined).filter(isOf)
  return facts
    .effective('mute', undefined)
    .filter(isOf)
    .filter(({ action }) => action.until === undefined || action.until > latest)
    .some((mute) => !unmutes.some((unmute) => isBefore(mute, unmute)))
}

/** Of a core's branches the one that its next op is on: where one is pardoned, what goes on from its head. */
const lastOp = (core: string, facts: ModelFacts): ModelOp | undefined => {
  const own = [...facts.set].filter((op) => op.core === core)
  const ends = own.filter((op) => !own.some(({ prev }) => prev === op))
  const head = pardonedHead(core, facts)
  return head === undefined ? ends[0] : ends.find((end) => chainOf(end).includes(head))
}

/** Whether the core's next op, citing everything that may be cited, would be ignored. */
export const isBlacklisted = (core: string, facts: ModelFacts): boolean => {
  const { log } = facts
  const prev = lastOp(core, facts)
  if (prev === undefined) return false
  const cited = [...facts.set].filter((op) => op.core !== core && log.mayBeCited(op))
  const past = new Set([...chainOf(prev), ...[...chainOf(prev), ...cited].flatMap((op) => [...op.past]), ...cited])
  const next: ModelOp = {
    id: prev.id,
    core,
    seq: prev.seq + 1,
    prev,
    past,
    action: { type: 'ack' },
    height: prev.height + 1,
    at: prev.at,
    n: prev.n + 1,
  }
  const together = log.factsOver(new Set([...facts.set, next]))
  if (log.kind === 'user') return log.isAfterViolation(next) || together.isOut(next)
  return presentOutcome(next, together).outcome === 'ignored'
}

/** The latest accepted op that no other accepted one has in its past: the one that stands. */
const standing = <Op extends ModelOp>(ops: readonly Op[], facts: ModelFacts): Op | undefined => {
  const accepted = ops.filter((op) => presentOutcome(op, facts).outcome === 'accepted')
  return accepted
    .filter((op) => !accepted.some((other) => isBefore(op, other)))
    .sort((a, b) => (isLater(a, b) ? -1 : 1))[0]
}

const isVisible = (comment: ModelOp, facts: ModelFacts): boolean => {
  const about = ofType(facts.set, 'comment.hide', 'comment.unhide', 'comment.redact').filter(
    ({ action }) => action.comment === comment.id,
  )
  const moderation = standing(
    about.filter((op) => !isA(op, 'comment.redact')),
    facts,
  )
  if (
    standing(
      about.filter((op) => isA(op, 'comment.redact')),
      facts,
    ) !== undefined
  )
    return false
  const { outcome } = presentOutcome(comment, facts)
  if (outcome === 'accepted') return moderation === undefined || isA(moderation, 'comment.unhide')
  return outcome === 'hidden' && moderation !== undefined && isA(moderation, 'comment.unhide')
}

/** Section 5: what came before it decides; violations, and what comes after one, have no number. */
const numberOf = (thread: ModelOp, facts: ModelFacts): number => {
  const given = thread.action?.origin?.number
  if (given !== undefined) return given
  const before = ofType(thread.past, 'thread.open').filter((op) => facts.log.settled(op) === undefined)
  return 1 + Math.max(0, ...before.map((op) => numberOf(op, facts)))
}

/** What readers see of an accepted thread; comments by the names that `nameOf` gives them. */
export const shownThread = (
  thread: Typed<'thread.open'>,
  facts: ModelFacts,
  nameOf: (op: ModelOp) => string,
): ShownThread => {
  const isOfThread = (op: ModelOp): boolean => op !== thread && threadOf(op, facts) === thread
  const close = standing(ofType(facts.set, 'thread.close', 'thread.reopen', 'pull.merge').filter(isOfThread), facts)
  const title = standing(ofType(facts.set, 'thread.title').filter(isOfThread), facts)
  const unlocks = facts.effective('thread.unlock', undefined)
  const locks = facts.effective('thread.lock', undefined).filter(({ action }) => action.thread === thread.id)
  const isOpened = (lock: ModelOp): boolean =>
    unlocks.some((unlock) => unlock.action.thread === thread.id && isBefore(lock, unlock))
  const comments = ofType(facts.set, 'comment').filter((op) => isOfThread(op) && isVisible(op, facts))
  return {
    number: numberOf(thread, facts),
    closed: close !== undefined && !isA(close, 'thread.reopen'),
    locked: locks.some((lock) => !isOpened(lock)),
    title: title?.action.title ?? thread.action.title,
    visible: comments.map(nameOf),
  }
}
