import { noOp, type OpId } from '../ids.js'
import type { Op } from '../op.js'
import type { KnownOp } from './known-op.js'
import type { OpShelf } from './op-shelf.js'

/** The ops that one cites, each in memory. */
export interface Cited {
  /** Its own core's last op; none before the core's first. */
  readonly previous: KnownOp | undefined
  /** As the op lists them. */
  readonly parents: readonly KnownOp[]
}

interface Citing {
  readonly op: Op | undefined
  readonly prev: OpId
}

const noParents: readonly KnownOp[] = []

/** What the op cites; undefined while any of it is not in memory. */
export const citedBy = ({ op, prev }: Citing, shelf: OpShelf): Cited | undefined => {
  const previous = prev === noOp ? undefined : shelf.get(prev)
  if (prev !== noOp && previous === undefined) return undefined
  if (op === undefined || op.parents.length === 0) return { previous, parents: noParents }
  const parents: KnownOp[] = []
  for (const { id } of op.parents) {
    const parent = shelf.get(id)
    if (parent === undefined) return undefined
    parents.push(parent)
  }
  return { previous, parents }
}

/** The ids that must be known before the op can be judged. */
export const dependenciesOf = ({ prev, op }: Citing): OpId[] => {
  const ids = prev === noOp ? [] : [prev]
  for (const { id } of op?.parents ?? []) ids.push(id)
  return ids
}

/** Those of them that are not known yet. */
export const lackedBy = (citing: Citing, shelf: OpShelf): Set<OpId> =>
  new Set(dependenciesOf(citing).filter((id) => shelf.get(id) === undefined))
