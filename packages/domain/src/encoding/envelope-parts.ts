import type { Action, Origin } from '../action.js'
import type { LogId, OpId } from '../ids.js'
import type { ParentRef } from '../op.js'
import { actionShapes, originShape } from './action-shapes.js'
import { actionCodecs, envelopeCodec, originBodyCodec } from './envelope-structs.js'
import { idToBytes } from './id-bytes.js'
import type { Part } from './struct-bytes.js'
import { toStruct } from './struct-values.js'

/** Everything that an author puts into a block; core and seq follow from where it is appended. */
export interface Envelope {
  readonly log: LogId
  /** Id of the core's previous op, `noOp` at seq 0. */
  readonly prev: OpId
  readonly parents: readonly ParentRef[]
  /** ms */
  readonly at: number
  readonly action: Action
}

const valuesOf = (record: Action | Origin): Readonly<Record<string, unknown>> => ({ ...record })

/** Structs of the header in their order: the envelope, with the origin's header fields in it, then the action's, if it has any. */
export const headerParts = ({ log, prev, parents, at, action }: Envelope): Part[] => {
  const envelope = {
    log: idToBytes(log),
    prev: idToBytes(prev),
    parents: parents.map((parent) => ({ core: idToBytes(parent.core), seq: parent.seq, id: idToBytes(parent.id) })),
    at,
    action: action.type,
    origin: action.origin === undefined ? null : toStruct(originShape.header, valuesOf(action.origin)),
  }
  const parts: Part[] = [{ codec: envelopeCodec, struct: envelope }]
  const codec = actionCodecs[action.type].header
  if (codec !== undefined) parts.push({ codec, struct: toStruct(actionShapes[action.type].header, valuesOf(action)) })
  return parts
}

/** Structs of the body in their order: the action's free texts, if it has any, then the origin's, if there is one. */
export const bodyParts = (action: Action): Part[] => {
  const parts: Part[] = []
  const codec = actionCodecs[action.type].body
  if (codec !== undefined) parts.push({ codec, struct: toStruct(actionShapes[action.type].body, valuesOf(action)) })
  if (action.origin !== undefined) {
    parts.push({ codec: originBodyCodec, struct: toStruct(originShape.body, valuesOf(action.origin)) })
  }
  return parts
}
