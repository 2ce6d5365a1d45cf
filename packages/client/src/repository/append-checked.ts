import type { Action, BatchReport, CoreKey, Decision, OpId } from '@hypergit/domain'
import { founderOf } from '@hypergit/domain'
import { type Answer, answer, fail, type Refused } from '../api/failure.js'
import type { WrittenOp } from '../api/writing.js'
import { BlockWriter } from './block-writer.js'
import type { LiveLog } from './live-log.js'
import { claimRefused, refusalOf, strikeRefused } from './refusal.js'

export interface Appended {
  readonly ops: readonly WrittenOp[]
  /** Of the core, after the append. */
  readonly length: number
}

export interface AppendOptions {
  /** A pair with somebody else's core, which counts against this one, is what the author wants. */
  readonly acceptStrike?: boolean
}

/**
 * Appends actions to a core of this home if the log's own view, and the cited state that they are about to have, would accept each of them or hold it
 * until the core is confirmed; else none, and says which rule. A core that is not in the log yet joins it first. To be called within the log's lock.
 */
export const appendChecked = async (
  live: LiveLog,
  core: CoreKey,
  actions: readonly Action[],
  at: number,
  { acceptStrike = false }: AppendOptions = {},
): Promise<Answer<Appended>> => {
  const joined = await joinFirst(live, core, at)
  if (!joined.ok) return joined
  const writer = new BlockWriter(live, core)
  for (const [index, action] of actions.entries()) {
    const draft = await writer.draft(action, at)
    const decision = await live.engine.preview(core, draft)
    const refused = await refusedOf({ live, core, action, decision, index, acceptStrike })
    if (refused !== undefined) return refusalFailure(refused)
    const added = writer.add(draft)
    if (!added.ok) return fail({ code: 'invalid', message: added.problem })
  }
  if (writer.built.length === 0) return answer({ ops: [], length: live.engine.applied(core)?.length ?? 0 })
  const flushed = await writer.flush()
  if (!flushed.ok) return flushed
  return answer({
    ops: writer.built.map(({ op }) => writtenOp(op, flushed.value)),
    length: live.engine.applied(core)?.length ?? 0,
  })
}

/** Why one of the actions would not be written if they came next, as they stand. To be called within the log's lock. */
export const checkActions = async (
  live: LiveLog,
  core: CoreKey,
  actions: readonly Action[],
  at: number,
): Promise<ReturnType<typeof fail> | undefined> => {
  const writer = new BlockWriter(live, core)
  for (const [index, action] of actions.entries()) {
    const decision = await live.engine.preview(core, await writer.draft(action, at))
    const refused = await refusedOf({ live, core, action, decision, index, acceptStrike: false })
    if (refused !== undefined) return refusalFailure(refused)
  }
  return undefined
}

const refusalFailure = (refused: Refused): ReturnType<typeof fail> =>
  fail(refused.reason === 'malformed' ? { code: 'invalid', message: refused.explanation } : refused)

interface Drafted {
  readonly live: LiveLog
  readonly core: CoreKey
  readonly action: Action
  readonly decision: Decision
  readonly index: number
  readonly acceptStrike: boolean
}

/** Why the action is not written: what is held is, since its own author sees it and it counts once the core is confirmed. */
const refusedOf = async ({
  live,
  core,
  action,
  decision,
  index,
  acceptStrike,
}: Drafted): Promise<Refused | undefined> => {
  if (decision.outcome === 'held') return undefined
  if (!isStrike(action, decision)) return refusalOf(decision, index) ?? costlyClaim(live, core, action, decision, index)
  if (acceptStrike) return undefined
  return strikeRefused(decision, (await live.engine.queries.identity(core)).strikes.length, index)
}

/** A pair with a core that claims somebody else; one strike too many is a violation instead, which nobody may want. */
const isStrike = (action: Action, { outcome, rule }: Decision): boolean =>
  action.type === 'identity.pair' && outcome === 'hidden' && rule === 'identity.pair'

/** A claim that would have a core with a role wait for another one to confirm it, and lose the role until then (section 7). */
const costlyClaim = async (
  live: LiveLog,
  core: CoreKey,
  action: Action,
  decision: Decision,
  index: number,
): Promise<Refused | undefined> => {
  if (action.type !== 'identity.claim') return undefined
  const { role, waitsFor } = await live.engine.queries.claim(core, action.user)
  return role === 'normal' || waitsFor === undefined ? undefined : claimRefused(decision, role, waitsFor, index)
}

/** Appends `join` to a core that has no op yet; a founding core has its creation. */
export const joinFirst = async (live: LiveLog, core: CoreKey, at: number): Promise<Answer<undefined>> => {
  if ((live.engine.applied(core)?.length ?? 0) > 0 || core === founderOf(live.log.id)) return answer(undefined)
  const writer = new BlockWriter(live, core)
  const draft = await writer.draft({ type: 'join' }, at)
  if (draft.parents.length === 0) {
    return fail({
      code: 'unreachable',
      message: 'nothing of this repository is here yet; connect and fetch it before writing: hypergit sync',
    })
  }
  const refused = refusalOf(await live.engine.preview(core, draft), 0)
  if (refused !== undefined) return fail(refused)
  const added = writer.add(draft)
  if (!added.ok) return fail({ code: 'invalid', message: added.problem })
  const flushed = await writer.flush()
  return flushed.ok ? answer(undefined) : flushed
}

const writtenOp = (op: OpId, report: BatchReport): WrittenOp => {
  const number = report.threads.find((thread) => thread.op === op)?.number
  const isHeld = report.ops.find(({ id }) => id === op)?.decision.outcome === 'held'
  return { op, ...(number === undefined ? {} : { number }), ...(isHeld ? { held: true as const } : {}) }
}
