import type { ChainViolation } from '../graph/core-state.js'
import type { FrontierTrail, KnownOp, OpTarget } from '../graph/known-op.js'
import type { OpId } from '../ids.js'
import type { Ruling } from '../outcome/ruling.js'
import type { Standing } from '../views/standing.js'
import { joinHead, splitHead } from './json-bytes.js'

/** What is stored of an op beside its block. Short names, since there is one for every op. */
export interface OpHead {
  /** Number of its chain, and seq. */
  readonly c: number
  readonly s: number
  readonly p: OpId
  readonly h: number
  readonly at: number
  readonly n: number
  readonly nm: number
  readonly no?: number
  readonly th?: OpId
  readonly tg?: OpTarget
  /** 1 for what steps 1 to 3 settled. */
  readonly st?: 1
  /** 1 for what is malformed. */
  readonly u?: 1
  readonly r: Ruling
  readonly sd?: Standing
  readonly vb?: ChainViolation
  readonly fb?: OpId
  readonly fd: number
  readonly fa?: FrontierTrail['advances']
  readonly v: number
}

const given = <K extends string, V>(key: K, value: V | undefined): { [Key in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [Key in K]?: V }

/** The value of collection `op`: a JSON head, then the block. */
export const encodeOpRecord = (known: KnownOp): Uint8Array => {
  const head: OpHead = {
    c: known.chain.number,
    s: known.seq,
    p: known.prev,
    h: known.height,
    at: known.at,
    n: known.n,
    nm: known.numberMax,
    ...given('no', known.number),
    ...given('th', known.thread),
    ...given('tg', known.target),
    ...given('st', known.settled === undefined ? undefined : (1 as const)),
    ...given('u', known.op === undefined ? (1 as const) : undefined),
    r: known.ruling,
    ...given('sd', known.standing),
    ...given('vb', known.violationBefore),
    ...given('fb', known.trail.base),
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
