import b4a from 'b4a'
import { pick } from '../conformance/random.js'
import { joinWhole, splitBlock } from '../encoding/block-layout.js'
import { encodePurged } from '../encoding/encode-op.js'
import { blake2b256 } from './blake2b256.js'

type Random = () => number

/** Makes other bytes of a valid block; `other` is one more valid block. */
type Mutation = (bytes: Uint8Array, other: Uint8Array, random: Random) => Uint8Array

const below = (max: number, random: Random): number => Math.floor(random() * max)

export const randomBytes = (length: number, random: Random): Uint8Array => {
  const bytes = b4a.allocUnsafe(length)
  for (let at = 0; at < length; at++) bytes[at] = random() * 256
  return bytes
}

const withBytes = (bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array =>
  b4a.concat([bytes.subarray(0, at), added, bytes.subarray(Math.min(bytes.length, at + removed))])

const flip: Mutation = (bytes, _other, random) => {
  const flipped = Uint8Array.from(bytes)
  for (let count = below(4, random); count >= 0; count--) {
    const at = below(flipped.length, random)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << below(8, random))
  }
  return flipped
}

const truncate: Mutation = (bytes, _other, random) => bytes.subarray(0, below(bytes.length, random))

const splice: Mutation = (bytes, other, random) =>
  b4a.concat([bytes.subarray(0, below(bytes.length, random)), other.subarray(below(other.length, random))])

const insert: Mutation = (bytes, _other, random) =>
  withBytes(bytes, below(bytes.length + 1, random), 0, randomBytes(1 + below(4, random), random))

const remove: Mutation = (bytes, _other, random) =>
  withBytes(bytes, below(bytes.length, random), 1 + below(4, random), b4a.alloc(0))

const overwrite: Mutation = (bytes, _other, random) => {
  const added = randomBytes(1 + below(8, random), random)
  return withBytes(bytes, below(bytes.length, random), added.length, added)
}

const repeat: Mutation = (bytes, _other, random) => {
  const at = below(bytes.length, random)
  return withBytes(bytes, at, 0, bytes.subarray(at, at + 1 + below(64, random)))
}

/** What a number's first byte says of its length, where there may be one. */
const stretch: Mutation = (bytes, _other, random) =>
  withBytes(bytes, below(bytes.length, random), 1, b4a.from([0xfd + below(3, random)]))

/** The header of one op, the body of another. */
const graft: Mutation = (bytes, other) => {
  const [head, tail] = [splitBlock(bytes), splitBlock(other)]
  return head.kind === 'whole' && tail.kind === 'whole' ? joinWhole(head.header, tail.body) : bytes
}

const trail: Mutation = (bytes, _other, random) => b4a.concat([bytes, randomBytes(1 + below(3, random), random)])

const purge: Mutation = (bytes) => encodePurged(bytes, blake2b256) ?? bytes

/** Of a version that does not exist yet, or never will; what follows is as it was. */
const versions = ['02', '07', 'fc', 'fdfd00', 'fe00000100', 'ff0000000001000000', '00', 'fd0100', 'ffffffffffffffffff']
const reversion: Mutation = (bytes, _other, random) =>
  b4a.concat([b4a.from(pick(versions, random) ?? '02', 'hex'), bytes.subarray(1)])

/** Nothing of a block but, mostly, its first bytes, so that it is read on; or the lengths of a header and a body that hold nothing else. */
const garble: Mutation = (_bytes, _other, random) => {
  const garbage = randomBytes(below(300, random), random)
  if (random() < 0.3) return joinWhole(garbage, randomBytes(below(100, random), random))
  if (garbage.length > 1 && random() < 0.8) garbage.set([1, 0])
  return garbage
}

export const mutations = {
  flip,
  truncate,
  splice,
  insert,
  remove,
  overwrite,
  repeat,
  stretch,
  graft,
  trail,
  purge,
  reversion,
  garble,
} as const satisfies Readonly<Record<string, Mutation>>
export type MutationName = keyof typeof mutations
export const mutationNames = Object.keys(mutations) as readonly MutationName[]
