import type { Mute } from '../action.js'
import type { KnownOp } from '../graph/known-op.js'
import { covers, isInPast } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import type { AuthorityOp } from './authority-op.js'
import { type Facts, notAfter } from './facts.js'
import { ofCores } from './persons.js'

const outlasts = ({ action }: AuthorityOp<Mute>, atMs: number): boolean =>
  action.until === undefined || action.until > atMs

/** The mute that keeps the core's person from what `op` does: muted(p) for op, section 6. An unmute counts only if the author had seen it. */
export const standingMute = (facts: Facts, core: CoreKey, op: KnownOp): AuthorityOp<Mute> | undefined => {
  const cores = facts.people.coresOf(core)
  const effective = ofCores(cores, (key) => facts.effectiveOf(facts.index.mutes(key)))
  if (effective.length === 0) return undefined
  const unmutes = ofCores(cores, (key) => facts.effectiveOf(facts.index.unmutes(key))).filter(({ known }) =>
    isInPast(known, op),
  )
  return notAfter(effective, op)
    .filter((mute) => outlasts(mute, op.at))
    .find((mute) => !unmutes.some((unmute) => covers(unmute.known.frontier, mute.known)))
}

/** The mutes under which the person is now: with every known unmute, at the largest at* known. */
export const mutesNow = (facts: Facts, core: CoreKey, largestAtMs: number): readonly AuthorityOp<Mute>[] => {
  const cores = facts.people.coresOf(core)
  const effective = ofCores(cores, (key) => facts.effectiveOf(facts.index.mutes(key)))
  if (effective.length === 0) return []
  const unmutes = ofCores(cores, (key) => facts.effectiveOf(facts.index.unmutes(key)))
  return effective
    .filter((mute) => outlasts(mute, largestAtMs))
    .filter((mute) => !unmutes.some((unmute) => covers(unmute.known.frontier, mute.known)))
}
