import type { AuthorityOp } from '../facts/authority-op.js'
import { isFresh, type KnownOp } from '../graph/known-op.js'
import { type OpId, opId } from '../ids.js'
import { logFromOps, withRepositoryOp } from '../views/log-record.js'
import { isVisible, withAnnotation } from '../views/standing.js'
import { userFromOps, withUserOp } from '../views/user-record.js'
import {
  inSightOf,
  type InSight,
  mayRestOn,
  noteVisibility,
  threadFromOps,
  withAccepted,
  withSight,
} from '../views/thread-state.js'
import type { Batch } from './batch.js'
import type { LogState } from './log-state.js'

const annotating: ReadonlySet<string> = new Set([
  'comment.edit',
  'comment.redact',
  'comment.hide',
  'comment.unhide',
  'react',
])

const isAnnotation = ({ op }: KnownOp): boolean => op !== undefined && annotating.has(op.action.type)

const loadTimeline = async (thread: OpId, state: LogState, batch: Batch): Promise<KnownOp[]> => {
  const ids: OpId[] = []
  for await (const { key } of state.options.store.range('timeline', { gte: [thread], lte: [thread] }))
    ids.push(opId(String(key[3])))
  await state.shelf.load(ids)
  const stored = ids.flatMap((id) => state.shelf.get(id) ?? [])
  return [...stored, ...batch.fresh.filter((known) => known.thread === thread && known.settled === undefined)]
}

/** What stands of each text, and of the thread, from all of its ops. */
const rebuildThread = async (thread: OpId, state: LogState, batch: Batch): Promise<void> => {
  const record = state.threads.get(thread)
  if (record === undefined) return
  const ops = await loadTimeline(thread, state, batch)
  const annotations = ops.filter((known) => isAnnotation(known))
  const annotated = new Set(
    annotations.flatMap(({ target }) => (target === undefined ? [] : (state.shelf.get(target.id) ?? []))),
  )
  for (const text of annotated) {
    const standing = annotations
      .filter(({ target, ruling }) => target?.id === text.id && ruling.outcome === 'accepted')
      .reduce<KnownOp['standing']>(withAnnotation, undefined)
    if (JSON.stringify(standing) === JSON.stringify(text.standing)) continue
    batch.touch(text)
    text.standing = standing
  }
  state.threads.set(thread, threadFromOps(record, ops))
}

const isUser = ({ options }: LogState): boolean => options.kind === 'user'

/** Applies an op that became accepted; notes what must be computed anew for one that is accepted no more. */
const applyOutcome = (known: KnownOp, wasAccepted: boolean, state: LogState, batch: Batch): void => {
  const accepted = known.ruling.outcome === 'accepted'
  const { thread } = known
  if (accepted === wasAccepted || thread === undefined) return
  if ((thread as string) === state.options.log) {
    batch.changesUser ||= isUser(state)
    if (!accepted) batch.rebuildsLog = true
    else if (isUser(state)) state.user = withUserOp(state.user, known)
    else state.record = withRepositoryOp(state.record, known)
    return
  }
  const record = state.threads.get(thread)
  if (record === undefined) return
  if (!accepted) {
    if (mayRestOn(record.updated, known)) batch.rebuiltThreads.add(thread)
    return
  }
  const changed = withAccepted(record, known)
  if (changed !== record) state.threads.set(thread, changed)
  const text = isAnnotation(known) && known.target !== undefined ? state.shelf.get(known.target.id) : undefined
  if (text === undefined) return
  batch.touch(text)
  text.standing = withAnnotation(text.standing, known)
}

/** What came into sight of threads and went out of it, each thread's record written once. */
const applyVisibility = (state: LogState, batch: Batch): void => {
  const inSight = new Map<OpId, InSight>()
  for (const [known, { visible: wasVisible }] of batch.touched) {
    const { thread } = known
    const visible = isVisible(known)
    if (visible === wasVisible || thread === undefined || batch.rebuiltThreads.has(thread)) continue
    const record = state.threads.get(thread)
    if (record === undefined) continue
    const sight = inSight.get(thread) ?? inSightOf(record)
    inSight.set(thread, sight)
    if (!visible && mayRestOn(sight, known)) batch.rebuiltThreads.add(thread)
    else noteVisibility(sight, known, visible)
  }
  for (const [thread, sight] of inSight) {
    const record = state.threads.get(thread)
    if (record !== undefined) state.threads.set(thread, withSight(record, sight))
  }
}

const loadTouched = async (state: LogState, batch: Batch): Promise<void> => {
  const targets: OpId[] = []
  for (const known of batch.touched.keys()) {
    const { thread, settled, target } = known
    if (thread !== undefined && settled === undefined && (thread as string) !== state.options.log)
      batch.threads.add(thread)
    // What is new was judged with its target in memory.
    if (target !== undefined && !isFresh(known)) targets.push(target.id)
  }
  await state.loadThreads(batch.threads)
  await state.shelf.load(batch.threads)
  await state.shelf.load(targets)
}

/** What readers see of threads, texts and the repository, after the batch's outcomes. */
export const derive = async (authority: readonly AuthorityOp[], state: LogState, batch: Batch): Promise<void> => {
  for (const { action } of authority) {
    if (action.type === 'thread.lock' || action.type === 'thread.unlock') batch.threads.add(action.thread)
  }
  await loadTouched(state, batch)
  // Texts that come in while this runs have kept their outcome, so nothing is applied for them.
  for (const [known, before] of batch.touched) applyOutcome(known, before.ruling?.outcome === 'accepted', state, batch)
  applyVisibility(state, batch)
  for (const thread of batch.rebuiltThreads) await rebuildThread(thread, state, batch)
  if (batch.rebuildsLog) {
    const log = state.options.log as string as OpId
    const ops = await loadTimeline(log, state, batch)
    if (isUser(state)) state.user = userFromOps(ops)
    else state.record = logFromOps(state.record, ops)
  }
}
