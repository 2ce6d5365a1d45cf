import type { CoreKey, OpId, RepositoryAction } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import { joinFirst } from '../repository/append-checked.js'
import { BlockWriter } from '../repository/block-writer.js'
import type { LiveLog } from '../repository/live-log.js'
import { refusalOf } from '../repository/refusal.js'
import { originOf } from './imported-items.js'
import type { PlannedOp } from './planned-op.js'

/** Blocks of one append. */
const batchBlocksMax = 1_000

export interface ImportTarget {
  readonly live: LiveLog
  readonly core: CoreKey
  readonly source: string
  /** Openings by number; grows with what is appended. */
  readonly threads: Map<number, OpId>
  /** The importer's clock, ms. */
  readonly at: number
}

/**
 * Appends the next ops of an import in one batch and says how many. Openings and what is about threads that were there before are checked one by
 * one; what is about a thread that the same batch opens needs nothing more than its opening did: an admin who is not muted.
 */
export const appendPlanned = (target: ImportTarget, planned: readonly PlannedOp[]): Promise<Answer<number>> =>
  target.live.exclusively(async () => {
    const joined = await joinFirst(target.live, target.core, target.at)
    if (!joined.ok) return joined
    const writer = new BlockWriter(target.live, target.core)
    const opened = new Map<number, OpId>()
    const batch = planned.slice(0, batchBlocksMax)
    for (const [index, op] of batch.entries()) {
      const added = await addOne(target, writer, op, opened, index)
      if (!added.ok) return added
    }
    const flushed = await writer.flush()
    if (!flushed.ok) return flushed
    for (const [number, thread] of opened) target.threads.set(number, thread)
    const own = new Set(writer.built.map(({ op }) => op))
    for (const { id, decision } of flushed.value.ops) {
      const refused = own.has(id) ? refusalOf(decision, 0) : undefined
      if (refused !== undefined) return fail(refused)
    }
    return answer(batch.length)
  })

const addOne = async (
  { live, core, source, threads, at }: ImportTarget,
  writer: BlockWriter,
  op: PlannedOp,
  opened: Map<number, OpId>,
  index: number,
): Promise<Answer<undefined>> => {
  const { number } = op.thread
  const thread = opened.get(number) ?? threads.get(number)
  if (thread === undefined && op.item !== 'thread') {
    return fail({ code: 'invalid', message: `what opens ${op.thread.kind} ${number} comes after something in it` })
  }
  const action: RepositoryAction = {
    ...op.action(thread ?? (live.log.id as string as OpId)),
    origin: originOf(op, source),
  }
  const checked = index === 0 || !opened.has(number)
  const draft = checked ? await writer.draft(action, at) : { action, at, parents: [] }
  const refused = checked ? refusalOf(await live.engine.preview(core, draft), index) : undefined
  if (refused !== undefined) return fail(refused)
  const added = writer.add(draft)
  if (!added.ok) return fail({ code: 'invalid', message: `${op.thread.kind} ${number}: ${added.problem}` })
  if (action.type === 'thread.open') opened.set(number, added.op)
  return answer(undefined)
}
