import type { ChainViolation } from '../graph/core-state.js'
import type { FrontierTrail, KnownOp, OpTarget } from '../graph/known-op.js'
import type { OpId } from '../ids.js'
import type { Op } from '../op.js'
import type { Ruling } from '../outcome/ruling.js'
import type { Standing } from '../views/standing.js'
import { joinHead, splitHead } from './json-bytes.js'

/** What is stored of an op beside its block. Short names, since there is one for every op. */
export interface OpHead {
  /** Number of its chain, and seq. */
  readonly c: number
  readonly s: number
  /** The op before it, of what is malformed; otherwise the block says it. */
  readonly p?: OpId
  readonly h: number
  readonly at: number
  readonly n: number
  readonly nm: number
  readonly no?: number
  /** Its thread, where it is not its target. */
  readonly th?: OpId
  readonly tg?: OpTarget
  /** 1 for what steps 1 to 3 settled. */
  readonly st?: 1
  /** 1 for what is malformed. */
  readonly u?: 1
  /** Without it, accepted by the rule of its action. */
  readonly r?: Ruling
  readonly sd?: Standing
  readonly vb?: ChainViolation
  /** The predecessor that its frontier is stored against: 0 the op before it, n its n-th parent; without it, a checkpoint. */
  readonly fb?: number
  readonly fd: number
  readonly fa?: FrontierTrail['advances']
  readonly v: number
}

const given = <K extends string, V>(key: K, value: V | undefined): { [Key in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [Key in K]?: V }

const isPlainlyAccepted = ({ ruling, op }: KnownOp): boolean =>
  ruling.outcome === 'accepted' && ruling.decidedBy.length === 0 && ruling.rule === op?.action.type

const baseIndex = ({ trail, prev, op }: KnownOp): number | undefined => {
  if (trail.base === undefined) return undefined
  return trail.base === prev ? 0 : 1 + (op?.parents.findIndex(({ id }) => id === trail.base) ?? -1)
}

/** The id of the predecessor that a stored frontier rests on. */
export const baseOf = ({ fb, p }: OpHead, op: Op | undefined): OpId | undefined => {
  if (fb === undefined) return undefined
  return fb === 0 ? (op?.prev ?? p) : op?.parents[fb - 1]?.id
}

/** The value of collection `op`: a JSON head, then the block. */
export const encodeOpRecord = (known: KnownOp): Uint8Array => {
  const head: OpHead = {
    c: known.chain.number,
    s: known.seq,
    ...given('p', known.op === undefined ? known.prev : undefined),
    h: known.height,
    at: known.at,
    n: known.n,
    nm: known.numberMax,
    ...given('no', known.number),
    ...given('th', known.thread === known.target?.id ? undefined : known.thread),
    ...given('tg', known.target),
    ...given('st', known.settled === undefined ? undefined : (1 as const)),
    ...given('u', known.op === undefined ? (1 as const) : undefined),
    ...given('r', isPlainlyAccepted(known) ? undefined : known.ruling),
    ...given('sd', known.standing),
    ...given('vb', known.violationBefore),
    ...given('fb', baseIndex(known)),
    fd: known.trail.depth,
    ...given('fa', known.trail.base === undefined ? undefined : known.trail.advances),
    v: known.version,
  }
  return joinHead(head, known.block)
}

export const decodeOpRecord = (value: Uint8Array): { readonly head: OpHead; readonly block: Uint8Array } => {
  const { head, tail } = splitHead(value)
  return { head: head as OpHead, block: tail }
}
