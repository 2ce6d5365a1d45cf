import { getEncoding, type StructCodec } from '../../spec/generated/envelope.js'
import type { ActionType } from '../action.js'
import type { Fields } from './field.js'
import { actionShapes } from './action-shapes.js'

/** Codecs of the two structs of an action; undefined where it has no field to put there. */
export interface ActionCodecs {
  readonly header: StructCodec | undefined
  readonly body: StructCodec | undefined
}

const structOf = (type: string, part: 'header' | 'body', fields: Fields): StructCodec | undefined =>
  Object.keys(fields).length === 0 ? undefined : getEncoding(`@hypergit/${type.replaceAll('.', '-')}-${part}`)

export const envelopeCodec = getEncoding('@hypergit/envelope')
export const originBodyCodec = getEncoding('@hypergit/origin-body')

export const actionCodecs = Object.fromEntries(
  Object.entries(actionShapes).map(([type, shape]) => [
    type,
    { header: structOf(type, 'header', shape.header), body: structOf(type, 'body', shape.body) },
  ]),
) as Readonly<Record<ActionType, ActionCodecs>>

/** What the envelope struct holds when decoded, before anything in it is checked. */
export interface EnvelopeStruct {
  readonly log: Uint8Array
  readonly prev: Uint8Array
  readonly parents: readonly { readonly core: Uint8Array; readonly seq: number; readonly id: Uint8Array }[]
  readonly at: number
  /** null: a number that no action of version 1 has. */
  readonly action: ActionType | null
  readonly origin: Readonly<Record<string, unknown>> | null
}
