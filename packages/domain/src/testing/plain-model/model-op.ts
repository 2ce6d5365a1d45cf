import type { Action } from '../../action.js'
import type { OpId } from '../../ids.js'

/** An op of the plain model: what the protocol's text speaks of, and nothing made for speed. */
export interface ModelOp {
  readonly id: OpId
  /** A core key. */
  readonly core: string
  readonly seq: number
  readonly prev: ModelOp | undefined
  readonly past: ReadonlySet<ModelOp>
  /** Undefined for what cannot be decoded. */
  readonly action: Action | undefined
  readonly height: number
  /** Effective time. */
  readonly at: number
  readonly n: number
}

/** A set of ops that holds the past of each of its members. `isWhole`: it is K. */
export type ModelSet = ReadonlySet<ModelOp>

export type ActionOf<Type extends Action['type']> = Extract<Action, { type: Type }>

export interface Typed<Type extends Action['type']> extends ModelOp {
  readonly action: ActionOf<Type>
}

export const isA = <Type extends Action['type']>(op: ModelOp, ...types: readonly Type[]): op is Typed<Type> =>
  op.action !== undefined && (types as readonly string[]).includes(op.action.type)

export const ofType = <Type extends Action['type']>(set: ModelSet, ...types: readonly Type[]): Typed<Type>[] =>
  [...set].filter((op): op is Typed<Type> => isA(op, ...types))

export const isBefore = (a: ModelOp, b: ModelOp): boolean => b.past.has(a)

export const areConcurrent = (a: ModelOp, b: ModelOp): boolean => a !== b && !isBefore(a, b) && !isBefore(b, a)

export const byHeight = (a: ModelOp, b: ModelOp): number =>
  a.height - b.height || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Those that no other one of them has in its past. */
export const maximal = <Op extends ModelOp>(ops: readonly Op[]): Op[] =>
  ops.filter((op) => !ops.some((other) => isBefore(op, other)))

export const isLater = (a: ModelOp, b: ModelOp): boolean =>
  a.at !== b.at ? a.at > b.at : a.n !== b.n ? a.n > b.n : a.id > b.id

/** The op and those before it in its core. */
export const chainOf = (op: ModelOp): ModelOp[] => {
  const chain: ModelOp[] = []
  for (let at: ModelOp | undefined = op; at !== undefined; at = at.prev) chain.push(at)
  return chain
}

export const isFree = (op: ModelOp): boolean =>
  isA(op, 'identity.claim', 'identity.pair', 'identity.unpair', 'join', 'ack', 'evidence.equivocation')
