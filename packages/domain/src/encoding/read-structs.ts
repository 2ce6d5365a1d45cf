import type { StructCodec } from '../../spec/generated/envelope.js'
import type { ActionType } from '../action.js'
import { actionCodecs, envelopeCodec, originBodyCodec, type EnvelopeStruct } from './envelope-structs.js'
import { isCanonical, type Part } from './struct-bytes.js'

type Struct = Readonly<Record<string, unknown>>

/** A header taken apart: ids are still bytes, bounds not yet looked at. */
export interface HeaderStructs {
  readonly envelope: EnvelopeStruct & { readonly action: ActionType }
  /** undefined where the action has no field in the header. */
  readonly action: Struct | undefined
}

/** A body taken apart; undefined what has nothing there. */
export interface BodyStructs {
  readonly action: Struct | undefined
  readonly origin: Struct | undefined
}

interface ReaderState {
  start: number
  end: number
  buffer: Uint8Array
}

const readPart = (state: ReaderState, codec: StructCodec, parts: Part[]): Struct => {
  const struct = codec.decode(state)
  parts.push({ codec, struct })
  return struct
}

/** Runs a generated codec over untrusted bytes: what it throws on is what it cannot read, and says no more than that. */
const orUndefined = <Read>(read: () => Read | undefined): Read | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Total on any bytes; undefined unless they are exactly what an author of this version would have written. */
export const readHeader = (bytes: Uint8Array): HeaderStructs | undefined =>
  orUndefined(() => {
    const state = { start: 0, end: bytes.byteLength, buffer: bytes }
    const parts: Part[] = []
    const envelope = readPart(state, envelopeCodec, parts) as unknown as EnvelopeStruct
    const type = envelope.action
    if (type === null) return undefined
    const codec = actionCodecs[type].header
    const action = codec === undefined ? undefined : readPart(state, codec, parts)
    return isCanonical(parts, bytes) ? { envelope: { ...envelope, action: type }, action } : undefined
  })

/** Total on any bytes; undefined unless they are exactly the body that an author would have written for this action. */
export const readBody = (bytes: Uint8Array, type: ActionType, hasOrigin: boolean): BodyStructs | undefined =>
  orUndefined(() => {
    const state = { start: 0, end: bytes.byteLength, buffer: bytes }
    const parts: Part[] = []
    const codec = actionCodecs[type].body
    const action = codec === undefined ? undefined : readPart(state, codec, parts)
    const origin = hasOrigin ? readPart(state, originBodyCodec, parts) : undefined
    return isCanonical(parts, bytes) ? { action, origin } : undefined
  })
