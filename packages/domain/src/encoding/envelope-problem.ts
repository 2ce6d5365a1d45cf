import { founderOf, noOp, type CoreKey, type LogId } from '../ids.js'
import type { ParentRef } from '../op.js'
import { headerProblem, actionProblem } from './action-problem.js'
import type { Envelope } from './envelope-parts.js'
import { limits } from './limits.js'
import { belongsTo, foundingAction, type LogKind } from './log-kind.js'

/** Where an envelope stands, or is about to. */
export interface Position {
  readonly core: CoreKey
  readonly seq: number
}

/** The log that reads it. */
export interface LogIdentity {
  readonly log: LogId
  readonly kind: LogKind
}

const timeProblem = (at: number): string | undefined =>
  Number.isInteger(at) && at >= 0 && at <= limits.timeMsMax
    ? undefined
    : `at is ${at}, a whole number of milliseconds from 0 to ${limits.timeMsMax} is needed`

const boundsProblem = (envelope: Envelope, { kind }: LogIdentity): string | undefined => {
  if (envelope.parents.length > limits.parentsMax) {
    return `there are ${envelope.parents.length} parents, at most ${limits.parentsMax} are allowed`
  }
  if (!belongsTo(envelope.action.type, kind)) return `a ${kind} log has no action ${envelope.action.type}`
  if (kind === 'user' && envelope.action.origin !== undefined) return 'a user log has no imports, so no origin'
  return timeProblem(envelope.at)
}

/**
 * What makes an envelope undecodable although its bytes are well formed: another log, an action of the other kind of log, a bound. `purged`
 * leaves out the body. Such a block at seq 0 makes no member.
 */
export const contentProblem = (envelope: Envelope, identity: LogIdentity, purged: boolean): string | undefined => {
  if (envelope.log !== identity.log) return 'it belongs to another log'
  return boundsProblem(envelope, identity) ?? (purged ? headerProblem : actionProblem)(envelope.action)
}

/** Whether seq 0 of this core is what makes it a member of the log (section 3): the founding op for the founder, `join` for everyone else. */
export const isEntry = (envelope: Envelope, core: CoreKey, { log, kind }: LogIdentity): boolean =>
  envelope.action.type === (core === founderOf(log) ? foundingAction[kind] : 'join')

const parentsProblem = (parents: readonly ParentRef[], core: CoreKey): string | undefined => {
  const cited = new Set<string>()
  for (const parent of parents) {
    if (parent.core === core) return 'a parent is of its own core, whose ops follow from prev'
    if (cited.has(parent.id)) return 'a parent is given twice'
    cited.add(parent.id)
  }
  return undefined
}

const firstProblem = (envelope: Envelope, core: CoreKey, identity: LogIdentity): string | undefined => {
  if (envelope.prev !== noOp) return 'prev is given at seq 0, where nothing comes before'
  const cites = envelope.parents.length > 0
  if (core === founderOf(identity.log)) {
    return cites ? 'the founding op cites parents, but nothing comes before it' : undefined
  }
  return cites ? undefined : 'no parents are given at seq 0, where a core says what it joins'
}

const laterProblem = (envelope: Envelope, { kind }: LogIdentity): string | undefined => {
  if (envelope.prev === noOp) return 'prev is missing above seq 0'
  return envelope.action.type === foundingAction[kind]
    ? `${foundingAction[kind]} stands only at seq 0 of the founding core`
    : undefined
}

/**
 * What step 1 of section 4 finds in an envelope from its place alone, without the graph; whether `prev` is the id of the core's previous op is
 * for the graph to say.
 */
export const positionProblem = (envelope: Envelope, at: Position, identity: LogIdentity): string | undefined => {
  if (at.seq === 0 && !isEntry(envelope, at.core, identity)) {
    return `seq 0 is ${envelope.action.type}, which does not make a member of the log`
  }
  const problem = at.seq === 0 ? firstProblem(envelope, at.core, identity) : laterProblem(envelope, identity)
  return problem ?? parentsProblem(envelope.parents, at.core)
}
