import { type CoreKey, coreKey, type OpId, opId } from '@hypergit/domain'
import b4a from 'b4a'
import { fixed32, uint } from 'compact-encoding'

export type State = Parameters<typeof uint.decode>[0]

/** How a value travels. `decode` throws a plain Error on bytes that are none, which closes the connection; more bytes than it knows are ignored. */
export interface Codec<Value> {
  preencode(state: State, value: Value): void
  encode(state: State, value: Value): void
  decode(state: State): Value
}

/** The fields one after the other, in the order given. A later version appends fields; this one does not see them. */
export const struct = <Value extends object>(fields: {
  readonly [Name in keyof Value]: Codec<Value[Name]>
}): Codec<Value> => {
  const names = Object.keys(fields) as (keyof Value)[]
  return {
    preencode: (state, value) => names.forEach((name) => fields[name].preencode(state, value[name])),
    encode: (state, value) => names.forEach((name) => fields[name].encode(state, value[name])),
    decode: (state) => Object.fromEntries(names.map((name) => [name, fields[name].decode(state)])) as Value,
  }
}

/** A count, then as many items; more than `max` are refused before anything is allocated. */
export const list = <Item>(item: Codec<Item>, max: number): Codec<readonly Item[]> => ({
  preencode(state, items) {
    uint.preencode(state, items.length)
    for (const one of items) item.preencode(state, one)
  },
  encode(state, items) {
    uint.encode(state, items.length)
    for (const one of items) item.encode(state, one)
  },
  decode(state) {
    const count = uint.decode(state)
    if (count > max) throw new Error(`a list of ${count} items, at most ${max} are allowed`)
    return Array.from({ length: count }, () => item.decode(state))
  },
})

/** A whole number up to 2⁵³ − 1. */
export const count: Codec<number> = {
  preencode: (state, value) => uint.preencode(state, value),
  encode: (state, value) => uint.encode(state, value),
  decode(state) {
    const value = uint.decode(state)
    if (!Number.isSafeInteger(value)) throw new Error('a number above 2⁵³ − 1')
    return value
  },
}

/** One byte for whether it is there, then the value. */
export const optional = <Value>(value: Codec<Value>): Codec<Value | undefined> => ({
  preencode(state, given) {
    state.end++
    if (given !== undefined) value.preencode(state, given)
  },
  encode(state, given) {
    uint.encode(state, given === undefined ? 0 : 1)
    if (given !== undefined) value.encode(state, given)
  },
  decode: (state) => (uint.decode(state) === 0 ? undefined : value.decode(state)),
})

/** A field at the end of a message, which senders of before it do not send. */
export const added = <Value>(value: Codec<Value>, absent: Value): Codec<Value> => ({
  preencode: (state, given) => value.preencode(state, given),
  encode: (state, given) => value.encode(state, given),
  decode: (state) => (state.start < state.end ? value.decode(state) : absent),
})

const hex32 = <Id extends string>(brand: (hex: string) => Id): Codec<Id> => ({
  preencode: (state) => {
    state.end += 32
  },
  encode: (state, id) => fixed32.encode(state, b4a.from(id, 'hex')),
  decode: (state) => brand(b4a.toString(fixed32.decode(state), 'hex')),
})

export const coreId: Codec<CoreKey> = hex32(coreKey)
export const operationId: Codec<OpId> = hex32(opId)

/** Refuses a message of more than `bytesMax` before looking at it. */
export const bounded = <Value>(codec: Codec<Value>, bytesMax: number): Codec<Value> => ({
  preencode: (state, value) => codec.preencode(state, value),
  encode: (state, value) => codec.encode(state, value),
  decode(state) {
    if (state.end - state.start > bytesMax) throw new Error(`a message of more than ${bytesMax} bytes`)
    return codec.decode(state)
  },
})
